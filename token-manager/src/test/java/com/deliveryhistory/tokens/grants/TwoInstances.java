package com.deliveryhistory.tokens.grants;

import static com.deliveryhistory.tokens.grants.StoredGrants.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.deliveryhistory.events.EventCodec;
import com.deliveryhistory.events.EventEnvelope;
import com.deliveryhistory.events.GrantEvent;
import com.deliveryhistory.events.GrantEvent.GrantInvalidated;
import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.testing.KillSwitch.Killed;
import com.deliveryhistory.testing.TestClock;
import com.deliveryhistory.testing.TestMongo;
import com.deliveryhistory.tokens.grants.Outbox.Claim;
import com.deliveryhistory.tokens.grants.Outbox.Term;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.bson.Document;

/**
 * Two instances of which one, as the test makes it, comes late with a grant's activation, while the other tells of its end;
 * the store and the time that they share, and the topic that both send to.
 */
final class TwoInstances {

    static final GrantId ID = GrantId.parse("acme/odcs");
    static final Duration LEASE = Duration.ofSeconds(40);
    static final Duration REPEAT_AFTER = Duration.ofMinutes(5);
    static final RelaySettings SETTINGS =
            new RelaySettings(Duration.ofSeconds(2), LEASE, REPEAT_AFTER, Duration.ofSeconds(2), 4);

    private static final Duration LONGEST_PUBLISH = Duration.ofSeconds(25);

    final TestClock clock = TestClock.standingAt(START);

    /** What the topic has. */
    final List<EventEnvelope<GrantEvent>> topic = new ArrayList<>();

    final MongoDatabase database;
    final MongoCollection<Document> documents;
    final Outbox outbox;
    final Relay other;

    private final StoredGrants grants;
    private final List<ProducerRecord<String, byte[]>> underWay = new ArrayList<>();

    TwoInstances(TestMongo mongo) {
        database = mongo.client().getDatabase(mongo.database());
        documents = database.getCollection("grants");
        outbox = new Outbox(documents);
        grants = new StoredGrants(new Grants(documents, database.getCollection("companies"), stored -> {}));
        other = relay(this::arrive);
    }

    /** As they begin: the grant is active, and nobody knows. */
    void begin() {
        documents.deleteMany(new Document());
        topic.clear();
        underWay.clear();
        open(ID);
    }

    Relay relay(Consumer<List<ProducerRecord<String, byte[]>>> kafka) {
        return relay(outbox, kafka, clock);
    }

    static Relay relay(Outbox outbox, Consumer<List<ProducerRecord<String, byte[]>>> kafka, Clock clock) {
        return new Relay(outbox, kafka, LONGEST_PUBLISH, SETTINGS, clock);
    }

    /** Stands still for so long before it sends for the first time. */
    Consumer<List<ProducerRecord<String, byte[]>>> afterStalling(Runnable meanwhile) {
        AtomicBoolean stalled = new AtomicBoolean();
        return records -> {
            if (!stalled.getAndSet(true)) {
                meanwhile.run();
            }
            arrive(records);
        };
    }

    /** Stands still for so long, sends, and is killed before it can note that. */
    void oneIsKilledAfterSending(Runnable meanwhile) {
        Relay killed = relay(records -> {
            meanwhile.run();
            arrive(records);
            throw new Killed();
        });
        assertThatExceptionOfType(Killed.class).isThrownBy(killed::sendWaiting);
    }

    /** Stands still for so long and gives up what it sends, which the network delivers {@link #lateRecordsArrive later}. */
    void oneIsCutOff(Runnable meanwhile) {
        Relay cutOff = relay(records -> {
            meanwhile.run();
            underWay.addAll(records);
            throw new IllegalStateException("no acknowledgement");
        });
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(cutOff::sendWaiting);
    }

    void lateRecordsArrive() {
        arrive(underWay);
    }

    void arrive(List<ProducerRecord<String, byte[]>> records) {
        records.forEach(record -> topic.add(EventCodec.GRANT.decode(record.headers(), record.value())));
    }

    void arrive(Claim claim) {
        arrive(claim.events().stream().map(StoredEvent::record).toList());
    }

    /** While the one stands still, its lease runs out and the grant ends. */
    void otherTellsOfTheEnd() {
        clock.advance(LEASE);
        other.sendWaiting();
        end();
        other.sendWaiting();
    }

    void doubtIsOver() {
        clock.advance(REPEAT_AFTER);
        other.round();
    }

    Term term() {
        Instant now = clock.instant();
        return new Term(now, now.plus(LEASE), now.plus(REPEAT_AFTER));
    }

    void open(GrantId id) {
        grants.open(id);
    }

    void end() {
        end(Horizons.passwordChanged(START.plusSeconds(1)));
    }

    void end(Horizons horizons) {
        grants.end(ID, horizons);
    }

    List<Class<?>> types() {
        List<Class<?>> types = new ArrayList<>();
        topic.forEach(event -> types.add(event.event().getClass()));
        return types;
    }

    List<String> keys() {
        return topic.stream().map(event -> event.event().key()).toList();
    }

    void lastIsTheEnd() {
        assertThat(topic)
                .filteredOn(event -> event.event().key().equals(ID.toString()))
                .last()
                .extracting(EventEnvelope::event)
                .isInstanceOf(GrantInvalidated.class);
    }

    void nothingIsInDoubt() {
        assertThat(documents.find()).noneMatch(document -> document.containsKey("inDoubtUntil"));
        nothingIsToBeRepeated();
    }

    void nothingIsToBeRepeated() {
        int before = topic.size();
        doubtIsOver();
        assertThat(topic).hasSize(before);
    }
}
