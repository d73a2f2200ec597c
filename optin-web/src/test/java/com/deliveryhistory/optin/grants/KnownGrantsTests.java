package com.deliveryhistory.optin.grants;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.events.EndReason;
import com.deliveryhistory.events.EventEnvelope;
import com.deliveryhistory.events.GrantEvent;
import com.deliveryhistory.events.GrantEvent.GrantActivated;
import com.deliveryhistory.events.GrantEvent.GrantInvalidated;
import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.events.GrantState;
import com.deliveryhistory.events.GrantStatus;
import com.deliveryhistory.testing.TestMongo;
import com.deliveryhistory.testing.WithMongo;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is passed on of what token-manager tells. */
@WithMongo
class KnownGrantsTests {

    private static final Instant LONG_AGO = Instant.parse("2026-07-14T10:00:00Z");
    private static final Instant NOW = Instant.parse("2027-07-14T10:00:00Z");

    private final GrantId grant = GrantId.parse("c-" + UUID.randomUUID() + "/odcs");
    private final Grants grants;

    KnownGrantsTests(TestMongo mongo) {
        grants = new Grants(mongo.client().getDatabase(mongo.database()));
    }

    @Test
    void what_is_told_again_and_known_is_not_passed_on_however_often_it_is_read() {
        var end = told(new GrantInvalidated(invalidated(2)));
        var again = told(new GrantInvalidated(invalidated(3).restated(NOW)));
        assertThat(grants.update(end)).isTrue();

        assertThat(grants.update(again)).isFalse();
        assertThat(grants.update(again)).isFalse();

        assertThat(grants.find(grant)).hasValueSatisfying(known -> {
            assertThat(known.status().revision()).isEqualTo(3);
            assertThat(known.toldAt()).isEqualTo(LONG_AGO);
        });
    }

    /** As in a process that was killed before all had been passed on: the event is read once more. */
    @Test
    void what_was_news_is_passed_on_again() {
        var end = told(new GrantInvalidated(invalidated(2)));
        var missed = told(new GrantInvalidated(invalidated(3).restated(NOW)));
        grants.update(told(new GrantActivated(status(GrantState.ACTIVE, null, 1))));

        assertThat(grants.update(missed)).isTrue();
        assertThat(grants.update(missed)).isTrue();

        assertThat(grants.update(end))
                .as("a replay of what comes without that mark")
                .isTrue();
        assertThat(grants.update(missed)).isTrue();
        assertKnown(3, GrantState.INVALIDATED);
    }

    @Test
    void an_older_state_that_was_told_again_is_not_passed_on_in_a_replay() {
        var again = told(new GrantActivated(status(GrantState.ACTIVE, null, 2).restated(NOW)));
        grants.update(told(new GrantActivated(status(GrantState.ACTIVE, null, 1))));
        grants.update(again);
        grants.update(told(new GrantInvalidated(invalidated(3))));

        assertThat(grants.update(again)).isFalse();
        assertKnown(3, GrantState.INVALIDATED);
    }

    private void assertKnown(long revision, GrantState state) {
        assertThat(grants.find(grant)).hasValueSatisfying(known -> {
            assertThat(known.status().revision()).isEqualTo(revision);
            assertThat(known.status().state()).isEqualTo(state);
        });
    }

    private GrantStatus invalidated(long revision) {
        return status(GrantState.INVALIDATED, EndReason.REFRESH_REJECTED, revision);
    }

    private GrantStatus status(GrantState state, @Nullable EndReason reason, long revision) {
        return new GrantStatus(
                grant.company(),
                grant.application(),
                state,
                reason,
                1,
                revision,
                LONG_AGO,
                "admin",
                LONG_AGO.plusSeconds(3599),
                NOW.plusSeconds(3599),
                null);
    }

    private static EventEnvelope<GrantEvent> told(GrantEvent event) {
        return new EventEnvelope<>(
                UUID.randomUUID().toString(), EventEnvelope.source("token-manager"), LONG_AGO, event);
    }
}
