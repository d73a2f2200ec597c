package com.deliveryhistory.tokens.grants;

import static com.deliveryhistory.tokens.grants.TwoInstances.ID;
import static com.deliveryhistory.tokens.grants.TwoInstances.LEASE;
import static com.deliveryhistory.tokens.grants.TwoInstances.REPEAT_AFTER;
import static com.deliveryhistory.tokens.grants.TwoInstances.SETTINGS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.deliveryhistory.events.GrantEvent.GrantActivated;
import com.deliveryhistory.events.GrantEvent.GrantInvalidated;
import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.testing.KillSwitch;
import com.deliveryhistory.testing.StoreCalls;
import com.deliveryhistory.testing.TestMongo;
import com.deliveryhistory.testing.WithMongo;
import com.deliveryhistory.tokens.grants.Outbox.Claim;
import com.mongodb.MongoTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * An instance that stands still at each point of sending a grant's activation, while the other tells of its end: when it
 * goes on it finds out, and the last record of the grant's key is its present state.
 */
@WithMongo
class OvertakenSendersTests {

    private static final GrantId OTHER = GrantId.parse("globex/odcs");

    private final TwoInstances instances;

    OvertakenSendersTests(TestMongo mongo) {
        instances = new TwoInstances(mongo);
    }

    @BeforeEach
    void activated() {
        instances.begin();
    }

    @Test
    void who_stood_still_before_the_look_at_the_clock_sends_nothing() {
        int beforeSending = 3; // after those for what waits and for the claim
        Relay late = TwoInstances.relay(
                instances.outbox, instances::arrive, new StallingClock(beforeSending, Duration.ofSeconds(11)));

        late.sendWaiting();
        assertThat(instances.topic).isEmpty();
        instances.clock.advance(SETTINGS.retry());
        instances.other.sendWaiting();

        assertThat(instances.topic).hasSize(1);
        instances.nothingIsInDoubt();
    }

    @Test
    void who_stood_still_between_the_look_and_the_sending_finds_out_and_the_last_event_is_repeated() {
        Relay late = instances.relay(instances.afterStalling(instances::otherTellsOfTheEnd));

        late.sendWaiting();
        assertThat(instances.types())
                .containsExactly(GrantActivated.class, GrantInvalidated.class, GrantActivated.class);
        late.round();

        instances.lastIsTheEnd();
        assertThat(instances.topic.getLast()).as("the same record").isEqualTo(instances.topic.get(1));
    }

    @Test
    void so_does_who_stood_still_for_longer_than_anything_is_in_doubt() {
        Relay late = instances.relay(instances.afterStalling(() -> {
            instances.otherTellsOfTheEnd();
            instances.clock.advance(REPEAT_AFTER.multipliedBy(12));
            instances.other.round();
        }));

        late.sendWaiting();
        late.round();

        instances.lastIsTheEnd();
        instances.nothingIsToBeRepeated();
    }

    @Test
    void what_is_repeated_waits_since_it_was_put_back_for_operators_as_for_the_figures() {
        Relay late = instances.relay(instances.afterStalling(instances::otherTellsOfTheEnd));
        late.sendWaiting();
        instances.clock.advance(Duration.ofHours(1));

        instances.outbox.repeat(instances.clock.instant(), 10);

        assertThat(new Dossiers(instances.documents).find(ID).orElseThrow().outbox())
                .singleElement()
                .satisfies(waiting -> {
                    assertThat(waiting.event().event()).isInstanceOf(GrantInvalidated.class);
                    assertThat(waiting.since()).isEqualTo(instances.clock.instant());
                    assertThat(waiting.since())
                            .isEqualTo(instances.outbox.figures().oldest());
                });
    }

    @Test
    void who_was_overtaken_leaves_the_claim_of_the_other_alone() {
        Outbox outbox = instances.outbox;
        Claim lost = outbox.claim(ID, instances.term()).orElseThrow();
        instances.end();
        instances.clock.advance(LEASE);
        Relay overtaking = instances.relay(records -> {
            instances.arrive(records);
            if (instances.topic.size() == 2) {
                instances.arrive(lost);
                assertThat(outbox.sent(List.of(lost), instances.clock.instant()))
                        .isEmpty();
                assertThat(outbox.claim(ID, instances.term()))
                        .as("it is the other's")
                        .isEmpty();
            }
        });

        overtaking.round();

        assertThat(instances.types())
                .containsExactly(
                        GrantActivated.class, GrantInvalidated.class, GrantActivated.class, GrantInvalidated.class);
    }

    @Test
    void what_the_store_does_not_note_while_it_is_away_is_noted_later() {
        AtomicBoolean away = new AtomicBoolean();
        StoreCalls calls = (method, effect) -> {
            if (away.get() && KillSwitch.WRITES.contains(method)) {
                throw new MongoTimeoutException("away");
            }
            return effect.get();
        };
        Relay late = TwoInstances.relay(
                new Outbox(calls.on(instances.database).getCollection("grants")),
                instances.afterStalling(() -> {
                    instances.otherTellsOfTheEnd();
                    away.set(true);
                }),
                instances.clock);

        assertThatExceptionOfType(MongoTimeoutException.class).isThrownBy(late::sendWaiting);
        away.set(false);
        late.round();

        instances.lastIsTheEnd();
    }

    @Test
    void of_many_that_are_sent_together_those_that_were_overtaken_are_repeated() {
        instances.open(OTHER);
        Relay late = instances.relay(instances.afterStalling(() -> {
            instances.clock.advance(LEASE);
            instances.end();
            Claim claim = instances.outbox.claim(ID, instances.term()).orElseThrow();
            instances.arrive(claim);
            instances.outbox.sent(List.of(claim), instances.clock.instant());
        }));

        late.sendWaiting();
        late.round();

        instances.lastIsTheEnd();
        assertThat(instances.keys()).containsOnlyOnce(OTHER.toString());
    }

    @Test
    void a_lease_that_may_end_while_events_are_published_is_refused_at_start() {
        assertThatIllegalStateException()
                .isThrownBy(() ->
                        new Relay(instances.outbox, records -> {}, Duration.ofSeconds(35), SETTINGS, instances.clock))
                .withMessage("grants.relay.lease is 40 s and must be longer than 40 s: 35 s that publishing may take,"
                        + " two and a half times messaging.publish-timeout, and 5 s by which clocks may differ");
    }

    /** The system's time as a process sees it that stands still at one of its looks. */
    private final class StallingClock extends Clock {

        private final int stallAt;
        private final Duration stall;
        private int looks;

        StallingClock(int stallAt, Duration stall) {
            this.stallAt = stallAt;
            this.stall = stall;
        }

        @Override
        public Instant instant() {
            if (++looks == stallAt) {
                instances.clock.advance(stall);
            }
            return instances.clock.instant();
        }

        @Override
        public ZoneId getZone() {
            return instances.clock.getZone();
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return instances.clock.withZone(zone);
        }
    }
}
