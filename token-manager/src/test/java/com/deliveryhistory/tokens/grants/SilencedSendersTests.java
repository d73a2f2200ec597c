package com.deliveryhistory.tokens.grants;

import static com.deliveryhistory.tokens.grants.StoredGrants.START;
import static com.deliveryhistory.tokens.grants.TwoInstances.ID;
import static com.deliveryhistory.tokens.grants.TwoInstances.LEASE;
import static com.deliveryhistory.tokens.grants.TwoInstances.REPEAT_AFTER;
import static com.deliveryhistory.tokens.grants.TwoInstances.SETTINGS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.deliveryhistory.events.GrantEvent.GrantActivated;
import com.deliveryhistory.events.GrantEvent.GrantInvalidated;
import com.deliveryhistory.events.GrantEvent.GrantWithdrawn;
import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.services.messaging.NotPublished;
import com.deliveryhistory.testing.KillSwitch;
import com.deliveryhistory.testing.KillSwitch.Killed;
import com.deliveryhistory.testing.TestMongo;
import com.deliveryhistory.testing.WithMongo;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An instance that is killed or cut off while it sends a grant's activation, and tells nobody; while the other tells of the
 * grant's end. Who takes over notes the doubt, and when that is over the last record of the grant's key is its present
 * state.
 */
@WithMongo
class SilencedSendersTests {

    private static final GrantId OTHER = GrantId.parse("globex/odcs");
    private static final GrantId REFUSED = GrantId.parse("initech/odcs");
    private static final GrantId THIRD = GrantId.parse("umbrella/odcs");

    private final TwoInstances instances;

    SilencedSendersTests(TestMongo mongo) {
        instances = new TwoInstances(mongo);
    }

    @BeforeEach
    void activated() {
        instances.begin();
    }

    @Test
    void who_stood_still_and_is_killed_after_the_sending_is_noted_by_who_took_over() {
        instances.oneIsKilledAfterSending(instances::otherTellsOfTheEnd);

        instances.other.round();
        assertThat(instances.types())
                .containsExactly(GrantActivated.class, GrantInvalidated.class, GrantActivated.class);
        instances.doubtIsOver();

        instances.lastIsTheEnd();
        instances.nothingIsToBeRepeated();
    }

    @Test
    void so_is_who_was_cut_off_from_kafka_and_whose_records_the_network_delivers_later() {
        instances.oneIsCutOff(() -> {});

        instances.clock.advance(SETTINGS.retry());
        instances.other.sendWaiting();
        instances.end();
        instances.other.sendWaiting();
        instances.lateRecordsArrive();
        instances.doubtIsOver();

        instances.lastIsTheEnd();
        instances.nothingIsToBeRepeated();
    }

    @Test
    void so_is_who_was_cut_off_after_having_stood_still_until_long_after_it_was_overtaken() {
        instances.oneIsCutOff(() -> {
            instances.otherTellsOfTheEnd();
            instances.doubtIsOver();
        });

        instances.other.round();
        instances.lateRecordsArrive();
        instances.doubtIsOver();

        instances.lastIsTheEnd();
        instances.nothingIsToBeRepeated();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void so_is_who_took_over_and_is_killed_at_whichever_write_of_sending_and_repeating(boolean afterEffect) {
        int kills = 0;
        while (isKilledAtWrite(kills, afterEffect)) {
            kills++;
        }

        assertThat(kills).as("claims, what is sent of them, and a repeat").isGreaterThanOrEqualTo(10);
    }

    /** Whether there is such a write; whatever was done of it, the last record is the end. */
    private boolean isKilledAtWrite(int write, boolean afterEffect) {
        instances.begin();
        KillSwitch kill = new KillSwitch(write, afterEffect);
        Outbox store = new Outbox(kill.on(instances.database).getCollection("grants"));
        Relay killed = TwoInstances.relay(store, instances::arrive, instances.clock);
        instances.oneIsCutOff(() -> {});
        instances.clock.advance(SETTINGS.retry());

        boolean isKilled = dies(killed::sendWaiting);
        instances.end();
        isKilled |= dies(killed::sendWaiting);
        instances.lateRecordsArrive();
        instances.clock.advance(REPEAT_AFTER);
        isKilled |= dies(killed::round);
        instances.other.round();
        instances.clock.advance(LEASE);
        instances.other.round();

        assertThat(instances.outbox.waiting()).isZero();
        instances.lastIsTheEnd();
        return isKilled;
    }

    private static boolean dies(Runnable work) {
        try {
            work.run();
            return false;
        } catch (Killed e) {
            return true;
        }
    }

    @Test
    void what_comes_after_a_doubt_is_the_last_word_when_that_is_over() {
        instances.oneIsKilledAfterSending(() -> {});
        instances.otherTellsOfTheEnd();
        instances.end(Horizons.withdrawn(START.plusSeconds(2)));
        instances.other.sendWaiting();

        instances.doubtIsOver();

        assertThat(instances.topic.getLast().event()).isInstanceOf(GrantWithdrawn.class);
        assertThat(instances.topic).hasSize(5);
    }

    @Test
    void what_kafka_refuses_of_one_grant_keeps_no_other_from_being_sent_and_repeated() {
        instances.oneIsKilledAfterSending(() -> {});
        instances.otherTellsOfTheEnd();
        instances.clock.advance(REPEAT_AFTER);
        List.of(OTHER, REFUSED, THIRD).forEach(instances::open);
        instances.topic.clear();
        Relay refusing = instances.relay(this::takeAllButTheRefused);

        assertThatExceptionOfType(NotPublished.class).isThrownBy(refusing::round);

        assertThat(instances.keys()).containsExactlyInAnyOrder(OTHER.toString(), THIRD.toString(), ID.toString());
        instances.lastIsTheEnd();
        assertThat(instances.outbox.waiting()).as("of the refused").isEqualTo(1);
    }

    private void takeAllButTheRefused(List<ProducerRecord<String, byte[]>> records) {
        List<ProducerRecord<String, byte[]>> taken = records.stream()
                .filter(record -> !record.key().equals(REFUSED.toString()))
                .toList();
        instances.arrive(taken);
        if (taken.size() < records.size()) {
            throw new NotPublished(
                    "grants.events.v1",
                    new RecordTooLargeException(),
                    taken.stream().map(ProducerRecord::key).collect(Collectors.toSet()));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{$set: {'outbox.0.value': '{'}}",
                "{$set: {'outbox.0.value': 1}}",
                "{$unset: {'outbox.0.value': ''}}",
                "{$unset: {'outbox.0.headers': ''}}",
                "{$set: {'outbox.0.headers.ce_id': null}}",
                "{$set: {'outbox.0.headers.ce_time': 'yesterday'}}"
            })
    void an_event_that_nobody_can_read_leaves_nothing_in_doubt_and_keeps_no_other_from_being_sent(String damage) {
        instances.documents.updateOne(new Document("_id", ID.toString()), Document.parse(damage));
        instances.open(OTHER);

        instances.other.sendWaiting();
        instances.clock.advance(LEASE);
        instances.other.sendWaiting();

        assertThat(instances.keys()).containsExactly(OTHER.toString());
        assertThat(instances.outbox.figures().grants()).isEqualTo(1);
        instances.nothingIsInDoubt();
    }
}
