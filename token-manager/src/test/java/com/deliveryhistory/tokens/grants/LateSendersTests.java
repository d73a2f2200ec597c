package com.deliveryhistory.tokens.grants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.deliveryhistory.events.EventCodec;
import com.deliveryhistory.events.EventEnvelope;
import com.deliveryhistory.events.GrantEvent;
import com.deliveryhistory.events.GrantEvent.GrantActivated;
import com.deliveryhistory.events.GrantEvent.GrantInvalidated;
import com.deliveryhistory.events.GrantEvent.GrantWithdrawn;
import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.services.messaging.NotPublished;
import com.deliveryhistory.testing.KillSwitch;
import com.deliveryhistory.testing.KillSwitch.Killed;
import com.deliveryhistory.testing.StoreCalls;
import com.deliveryhistory.testing.TestClock;
import com.deliveryhistory.testing.TestMongo;
import com.deliveryhistory.testing.WithMongo;
import com.deliveryhistory.tokens.custody.EncryptedTokens;
import com.deliveryhistory.tokens.grants.Outbox.Claim;
import com.deliveryhistory.tokens.grants.Outbox.Term;
import com.mongodb.MongoTimeoutException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two instances, of which one stands still, is killed or is cut off at each point of sending a grant's activation, while the
 * other tells of its end: the last record of the grant's key is its present state.
 */
@WithMongo
class LateSendersTests {

    private static final GrantId ID = GrantId.parse("acme/odcs");
    private static final GrantId OTHER = GrantId.parse("globex/odcs");
    private static final GrantId THIRD = GrantId.parse("umbrella/odcs");
    private static final Instant START = Instant.parse("2026-07-14T10:00:00Z");
    private static final Duration LEASE = Duration.ofSeconds(40);
    private static final Duration REPEAT_AFTER = Duration.ofMinutes(5);
    private static final RelaySettings SETTINGS =
            new RelaySettings(Duration.ofSeconds(2), LEASE, REPEAT_AFTER, Duration.ofSeconds(2), 4);
    private static final Duration LONGEST_PUBLISH = Duration.ofSeconds(25);

    private final TestClock clock = TestClock.standingAt(START);

    /** What the topic has. */
    private final List<EventEnvelope<GrantEvent>> topic = new ArrayList<>();

    private final MongoDatabase database;
    private final MongoCollection<Document> documents;
    private final Grants grants;
    private final Relay other;

    LateSendersTests(TestMongo mongo) {
        database = mongo.client().getDatabase(mongo.database());
        documents = database.getCollection("grants");
        grants = new Grants(documents, database.getCollection("companies"), id -> {});
        other = relay(this::arrive);
    }

    @BeforeEach
    void activated() {
        documents.deleteMany(new Document());
        open(ID);
    }

    @Test
    void who_stood_still_before_the_look_at_the_clock_sends_nothing() {
        int beforeSending = 3; // after those for what waits and for the claim
        Relay late = new Relay(
                new Outbox(documents),
                this::arrive,
                LONGEST_PUBLISH,
                SETTINGS,
                new StallingClock(beforeSending, Duration.ofSeconds(11)));

        late.sendWaiting();
        assertThat(topic).isEmpty();
        clock.advance(SETTINGS.retry());
        other.sendWaiting();

        assertThat(topic).hasSize(1);
        nothingIsInDoubt();
    }

    @Test
    void who_stood_still_between_the_look_and_the_sending_finds_out_and_the_last_event_is_repeated() {
        Relay late = relay(afterStalling(this::otherTellsOfTheEnd));

        late.sendWaiting();
        assertThat(types()).containsExactly(GrantActivated.class, GrantInvalidated.class, GrantActivated.class);
        late.round();

        lastIsTheEnd();
        assertThat(topic.getLast()).as("the same record").isEqualTo(topic.get(1));
    }

    @Test
    void so_does_who_stood_still_for_longer_than_anything_is_in_doubt() {
        Relay late = relay(afterStalling(() -> {
            otherTellsOfTheEnd();
            clock.advance(REPEAT_AFTER.multipliedBy(12));
            other.round();
        }));

        late.sendWaiting();
        late.round();

        lastIsTheEnd();
        nothingIsToBeRepeated();
    }

    @Test
    void who_stood_still_and_is_killed_after_the_sending_is_noted_by_who_took_over() {
        Relay late = relay(records -> {
            otherTellsOfTheEnd();
            arrive(records);
            throw new Killed();
        });

        assertThatExceptionOfType(Killed.class).isThrownBy(late::sendWaiting);
        other.round();
        assertThat(types()).containsExactly(GrantActivated.class, GrantInvalidated.class, GrantActivated.class);
        clock.advance(REPEAT_AFTER);
        other.round();

        lastIsTheEnd();
        nothingIsToBeRepeated();
    }

    @Test
    void so_is_who_was_cut_off_from_kafka_and_whose_records_the_network_delivers_later() {
        List<ProducerRecord<String, byte[]>> underWay = new ArrayList<>();
        Relay cutOff = relay(records -> {
            underWay.addAll(records);
            throw new IllegalStateException("no acknowledgement");
        });

        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(cutOff::sendWaiting);
        clock.advance(SETTINGS.retry());
        other.sendWaiting();
        end(ID);
        other.sendWaiting();
        arrive(underWay);
        clock.advance(REPEAT_AFTER);
        other.round();

        lastIsTheEnd();
        nothingIsToBeRepeated();
    }

    @Test
    void so_is_who_was_cut_off_after_having_stood_still_until_long_after_it_was_overtaken() {
        List<ProducerRecord<String, byte[]>> underWay = new ArrayList<>();
        Relay cutOff = relay(records -> {
            otherTellsOfTheEnd();
            clock.advance(REPEAT_AFTER);
            other.round();
            underWay.addAll(records);
            throw new IllegalStateException("no acknowledgement");
        });

        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(cutOff::sendWaiting);
        other.round();
        arrive(underWay);
        clock.advance(REPEAT_AFTER);
        other.round();

        lastIsTheEnd();
        nothingIsToBeRepeated();
    }

    @Test
    void who_was_overtaken_leaves_the_claim_of_the_other_alone() {
        Outbox outbox = new Outbox(documents);
        Claim lost = outbox.claim(ID, term()).orElseThrow();
        end(ID);
        clock.advance(LEASE);
        Relay overtaking = relay(records -> {
            arrive(records);
            if (topic.size() == 2) {
                arrive(records(lost));
                assertThat(outbox.sent(List.of(lost), clock.instant())).isEmpty();
                assertThat(outbox.claim(ID, term())).as("it is the other's").isEmpty();
            }
        });

        overtaking.round();

        assertThat(types())
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
        Relay late = new Relay(
                new Outbox(calls.on(database).getCollection("grants")),
                afterStalling(() -> {
                    otherTellsOfTheEnd();
                    away.set(true);
                }),
                LONGEST_PUBLISH,
                SETTINGS,
                clock);

        assertThatExceptionOfType(MongoTimeoutException.class).isThrownBy(late::sendWaiting);
        away.set(false);
        late.round();

        lastIsTheEnd();
    }

    @Test
    void what_comes_after_a_doubt_is_the_last_word_when_that_is_over() {
        Relay killed = relay(records -> {
            arrive(records);
            throw new Killed();
        });
        assertThatExceptionOfType(Killed.class).isThrownBy(killed::sendWaiting);
        otherTellsOfTheEnd();
        Grant ended = grants.find(ID);
        assertThat(grants.save(
                        ended,
                        ended.heeding(Horizons.withdrawn(START.plusSeconds(2)), "cause", START)
                                .orElseThrow()))
                .isTrue();
        other.sendWaiting();

        clock.advance(REPEAT_AFTER);
        other.round();

        assertThat(topic.getLast().event()).isInstanceOf(GrantWithdrawn.class);
        assertThat(topic).hasSize(5);
    }

    @Test
    void of_many_that_are_sent_together_those_that_were_overtaken_are_repeated() {
        open(OTHER);
        Relay late = relay(afterStalling(() -> {
            clock.advance(LEASE);
            end(ID);
            Outbox outbox = new Outbox(documents);
            Claim claim = outbox.claim(ID, term()).orElseThrow();
            arrive(records(claim));
            outbox.sent(List.of(claim), clock.instant());
        }));

        late.sendWaiting();
        late.round();

        lastIsTheEnd();
        assertThat(topic)
                .filteredOn(event -> event.event().key().equals(OTHER.toString()))
                .hasSize(1);
    }

    @Test
    void what_kafka_refuses_of_one_grant_keeps_no_other_from_being_sent_and_repeated() {
        GrantId refused = GrantId.parse("initech/odcs");
        Relay killed = relay(records -> {
            arrive(records);
            throw new Killed();
        });
        assertThatExceptionOfType(Killed.class).isThrownBy(killed::sendWaiting);
        otherTellsOfTheEnd();
        clock.advance(REPEAT_AFTER);
        open(OTHER);
        open(refused);
        open(THIRD);
        topic.clear();
        Relay refusing = relay(records -> {
            List<ProducerRecord<String, byte[]>> taken = records.stream()
                    .filter(record -> !record.key().equals(refused.toString()))
                    .toList();
            arrive(taken);
            if (taken.size() < records.size()) {
                throw new NotPublished(
                        "grants.events.v1",
                        new RecordTooLargeException(),
                        taken.stream().map(ProducerRecord::key).collect(Collectors.toSet()));
            }
        });

        assertThatExceptionOfType(NotPublished.class).isThrownBy(refusing::round);

        assertThat(topic)
                .extracting(event -> event.event().key())
                .containsExactlyInAnyOrder(OTHER.toString(), THIRD.toString(), ID.toString());
        lastIsTheEnd();
        assertThat(new Outbox(documents).waiting()).as("of the refused").isEqualTo(1);
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
        documents.updateOne(new Document("_id", ID.toString()), Document.parse(damage));
        open(OTHER);

        other.sendWaiting();
        clock.advance(LEASE);
        other.sendWaiting();

        assertThat(topic).extracting(event -> event.event().key()).containsExactly(OTHER.toString());
        assertThat(new Outbox(documents).figures().grants()).isEqualTo(1);
        nothingIsInDoubt();
    }

    @Test
    void a_lease_that_may_end_while_events_are_published_is_refused_at_start() {
        assertThatIllegalStateException()
                .isThrownBy(
                        () -> new Relay(new Outbox(documents), records -> {}, Duration.ofSeconds(35), SETTINGS, clock))
                .withMessage("grants.relay.lease is 40 s and must be longer than 40 s: 35 s that publishing may take,"
                        + " two and a half times messaging.publish-timeout, and 5 s by which clocks may differ");
    }

    /** While the one stands still, its lease runs out and the grant ends. */
    private void otherTellsOfTheEnd() {
        clock.advance(LEASE);
        other.sendWaiting();
        end(ID);
        other.sendWaiting();
    }

    private Relay relay(Consumer<List<ProducerRecord<String, byte[]>>> kafka) {
        return new Relay(new Outbox(documents), kafka, LONGEST_PUBLISH, SETTINGS, clock);
    }

    /** Stands still for so long before it sends for the first time. */
    private Consumer<List<ProducerRecord<String, byte[]>>> afterStalling(Runnable meanwhile) {
        AtomicBoolean stalled = new AtomicBoolean();
        return records -> {
            if (!stalled.getAndSet(true)) {
                meanwhile.run();
            }
            arrive(records);
        };
    }

    private static List<ProducerRecord<String, byte[]>> records(Claim claim) {
        return claim.events().stream().map(StoredEvent::record).toList();
    }

    private void arrive(List<ProducerRecord<String, byte[]>> records) {
        records.forEach(record -> topic.add(EventCodec.GRANT.decode(record.headers(), record.value())));
    }

    private List<Class<?>> types() {
        List<Class<?>> types = new ArrayList<>();
        topic.forEach(event -> types.add(event.event().getClass()));
        return types;
    }

    private void lastIsTheEnd() {
        assertThat(topic)
                .filteredOn(event -> event.event().key().equals(ID.toString()))
                .last()
                .extracting(EventEnvelope::event)
                .isInstanceOf(GrantInvalidated.class);
    }

    private void nothingIsInDoubt() {
        assertThat(documents.find()).noneMatch(document -> document.containsKey("inDoubtUntil"));
        nothingIsToBeRepeated();
    }

    private void nothingIsToBeRepeated() {
        int before = topic.size();
        clock.advance(REPEAT_AFTER);
        other.round();
        assertThat(topic).hasSize(before);
    }

    private Term term() {
        Instant now = clock.instant();
        return new Term(now, now.plus(LEASE), now.plus(REPEAT_AFTER));
    }

    private void open(GrantId id) {
        Grant nothing = grants.find(id);
        Change opened = nothing.opened(
                new Authorization(START, "admin", null),
                new Expiry(START.plusSeconds(3_600), START.plus(Duration.ofDays(60))),
                new EncryptedTokens(new byte[] {1}),
                Upkeep.ofNew(START, START.plusSeconds(3_000), null),
                "opt-in",
                START);
        assertThat(grants.save(nothing, opened)).isTrue();
    }

    private void end(GrantId id) {
        Grant grant = grants.find(id);
        Horizons changed = Horizons.passwordChanged(START.plusSeconds(1));
        assertThat(grants.save(grant, grant.heeding(changed, "cause", START).orElseThrow()))
                .isTrue();
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
                clock.advance(stall);
            }
            return clock.instant();
        }

        @Override
        public ZoneId getZone() {
            return clock.getZone();
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return clock.withZone(zone);
        }
    }
}
