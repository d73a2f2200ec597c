package com.deliveryhistory.tokens.grants;

import static com.deliveryhistory.tokens.grants.StoredGrants.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.deliveryhistory.events.EventCodec;
import com.deliveryhistory.events.EventEnvelope;
import com.deliveryhistory.events.GrantEvent;
import com.deliveryhistory.events.GrantEvent.GrantActivated;
import com.deliveryhistory.events.GrantEvent.GrantInvalidated;
import com.deliveryhistory.events.GrantEvent.GrantWithdrawn;
import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.testing.TestClock;
import com.deliveryhistory.testing.TestMongo;
import com.deliveryhistory.testing.TestTrace;
import com.deliveryhistory.testing.WithMongo;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@WithMongo
class RelayTests {

    private static final GrantId ID = GrantId.parse("acme/odcs");
    private static final GrantId OTHER = GrantId.parse("globex/odcs");
    private static final int CONCURRENT = 4;

    private final TestClock clock = TestClock.standingAt(START);
    private final List<EventEnvelope<GrantEvent>> sent = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger kafkaDownFor = new AtomicInteger();
    private final MongoCollection<Document> documents;
    private final MongoCollection<Document> companies;
    private final Outbox outbox;
    private final Relay relay;
    private final Grants grants;
    private final StoredGrants stored;

    RelayTests(TestMongo mongo) {
        MongoDatabase database = mongo.client().getDatabase(mongo.database());
        documents = database.getCollection("grants");
        outbox = new Outbox(documents);
        relay = relay();
        companies = database.getCollection("companies");
        grants = new Grants(documents, companies, id -> {});
        stored = new StoredGrants(grants);
    }

    private Relay relay() {
        return relay(events -> {
            if (kafkaDownFor.getAndDecrement() > 0) {
                throw new IllegalStateException("Kafka is down");
            }
            events.forEach(record -> sent.add(EventCodec.GRANT.decode(record.headers(), record.value())));
        });
    }

    private Relay relay(Consumer<List<ProducerRecord<String, byte[]>>> kafka) {
        return new Relay(
                outbox,
                kafka,
                Duration.ofSeconds(10),
                new RelaySettings(
                        Duration.ofMillis(50),
                        Duration.ofSeconds(20),
                        Duration.ofMinutes(5),
                        Duration.ofSeconds(2),
                        CONCURRENT),
                clock);
    }

    @BeforeEach
    void empty() {
        documents.deleteMany(new Document());
    }

    @Test
    void an_event_is_sent_in_the_trace_in_which_it_came_about() {
        TestTrace.run(this::open);
        end(Horizons.withdrawn(START.plusSeconds(2)));

        relay.sendWaiting();

        assertThat(sent).extracting(EventEnvelope::traceparent).containsExactly(TestTrace.TRACEPARENT, null);
    }

    @Test
    void an_event_that_is_told_again_waits_since_then() {
        open();
        relay.sendWaiting();
        clock.advance(Duration.ofDays(365));
        Grant grant = grants.find(ID);
        grants.save(grant, grant.toldAgain(0, clock.instant()).orElseThrow());

        assertThat(outbox.figures().oldest()).isEqualTo(clock.instant());
        relay.sendWaiting();

        assertThat(sent).extracting(EventEnvelope::time).containsExactly(START, START);
        assertThat(sent.getLast().event().grant().restatedAt()).isEqualTo(clock.instant());
        assertThat(outbox.waiting()).isZero();
    }

    @Test
    void events_are_sent_in_order_and_then_gone() {
        open();
        end(Horizons.passwordChanged(START.plusSeconds(1)));
        end(Horizons.withdrawn(START.plusSeconds(2)));
        assertThat(outbox.waiting()).isEqualTo(1);

        relay.sendWaiting();

        assertThat(sent)
                .extracting(event -> (Object) event.event().getClass())
                .containsExactly(GrantActivated.class, GrantInvalidated.class, GrantWithdrawn.class);
        assertThat(outbox.waiting()).isZero();
        assertThat(documents.find().first()).doesNotContainKeys("outbox", "relayAt");
    }

    @Test
    void until_the_next_count_no_event_seems_to_wait_for_longer_than_when_it_was_counted() {
        var registry = new SimpleMeterRegistry();
        new GrantMetrics(new GrantFigures(documents), outbox, Set.of("odcs"), Duration.ofMinutes(1), clock)
                .bindTo(registry);
        Gauge age = registry.get("grants.outbox.age").gauge();
        open();
        clock.advance(Duration.ofSeconds(30));
        assertThat(age.value()).isEqualTo(30);

        relay.sendWaiting();
        clock.advance(Duration.ofHours(1));

        assertThat(sent).hasSize(1);
        assertThat(age.value()).isLessThanOrEqualTo(30);
    }

    @Test
    void what_kafka_did_not_take_is_sent_later_with_the_same_ids() {
        open();
        kafkaDownFor.set(1);

        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(relay::sendWaiting);
        relay.sendWaiting();
        assertThat(sent).isEmpty();
        clock.advance(Duration.ofSeconds(3));
        relay.sendWaiting();

        assertThat(sent).hasSize(1);
    }

    @Test
    void what_a_crash_left_claimed_is_sent_when_the_claim_ends_and_not_before() {
        open();
        assertThat(outbox.claim(ID, term())).isPresent();

        relay.sendWaiting();
        assertThat(sent).isEmpty();
        clock.advance(Duration.ofSeconds(20));
        relay.sendWaiting();

        assertThat(sent).hasSize(1);
    }

    @Test
    void events_that_come_in_while_others_are_sent_follow_them() {
        open();
        Instant now = clock.instant();
        Outbox.Claim claim = outbox.claim(ID, term()).orElseThrow();
        end(Horizons.passwordChanged(START.plusSeconds(1)));
        assertThat(outbox.claim(ID, term())).isEmpty();

        assertThat(outbox.sent(List.of(claim), now)).containsExactly(ID);
        relay.sendWaiting();

        assertThat(sent).extracting(event -> (Object) event.event().getClass()).containsExactly(GrantInvalidated.class);
        assertThat(outbox.waiting()).isZero();
    }

    @Test
    void a_claim_that_was_lost_removes_nothing_that_it_did_not_send() {
        open();
        Outbox.Claim lost = outbox.claim(ID, term()).orElseThrow();
        clock.advance(Duration.ofSeconds(20));
        relay.sendWaiting();
        end(Horizons.passwordChanged(START.plusSeconds(1)));

        assertThat(outbox.sent(List.of(lost), clock.instant())).isEmpty();

        relay.sendWaiting();
        assertThat(sent)
                .extracting(event -> (Object) event.event().getClass())
                .containsExactly(GrantActivated.class, GrantInvalidated.class);
    }

    @Test
    void it_finds_by_itself_what_was_left_behind_and_stops_on_request() {
        open();

        relay.start();
        await().until(() -> sent.size() == 1);
        relay.stop();

        assertThat(relay.isRunning()).isFalse();
    }

    @Test
    void it_stops_when_what_it_sends_is_sent() throws InterruptedException {
        open();
        CountDownLatch sending = new CountDownLatch(1);
        CountDownLatch acknowledged = new CountDownLatch(1);
        Relay slow = relay(events -> {
            sending.countDown();
            await().until(() -> acknowledged.getCount() == 0);
        });
        slow.start();
        sending.await();

        Thread stopping = Thread.ofPlatform().start(slow::stop);
        await().until(() -> stopping.getState() == Thread.State.TIMED_WAITING);
        acknowledged.countDown();
        stopping.join();

        assertThat(outbox.waiting()).isZero();
    }

    @Test
    void while_kafka_takes_nothing_no_more_than_may_be_are_being_sent_and_the_others_stay_in_the_outbox() {
        CountDownLatch taking = new CountDownLatch(1);
        Relay held = relay(events -> {
            await().until(() -> taking.getCount() == 0);
            events.forEach(record -> sent.add(EventCodec.GRANT.decode(record.headers(), record.value())));
        });
        StoredGrants saved = new StoredGrants(new Grants(documents, companies, held::soon));
        List<String> keys = IntStream.range(0, 1_000)
                .mapToObj(number -> "company-%d/odcs".formatted(number))
                .toList();
        keys.forEach(key -> saved.open(GrantId.parse(key)));
        taking.countDown();

        held.stop(); // waits for all that is being sent
        assertThat(sent).hasSizeLessThanOrEqualTo(CONCURRENT);
        held.sendWaiting();

        assertThat(sent).extracting(event -> event.event().key()).containsExactlyInAnyOrderElementsOf(keys);
        assertThat(outbox.waiting()).isZero();
    }

    @Test
    void what_many_new_grants_were_stored_with_is_sent() {
        StoredEvents together = openTogether(ID, OTHER);

        relay.soon(together);

        await().until(() -> outbox.waiting() == 0);
        assertThat(sent)
                .extracting(event -> event.event().key())
                .containsExactlyInAnyOrder(ID.toString(), OTHER.toString());
    }

    @Test
    void what_came_to_one_of_them_meanwhile_follows() {
        StoredEvents together = openTogether(ID, OTHER);
        end(Horizons.passwordChanged(START.plusSeconds(1)));

        relay.soon(together);

        await().until(() -> outbox.waiting() == 0);
        assertThat(sent).hasSize(3);
        assertThat(sent)
                .filteredOn(event -> event.event().key().equals(ID.toString()))
                .extracting(event -> (Object) event.event().getClass())
                .containsExactly(GrantActivated.class, GrantInvalidated.class);
    }

    @Test
    void what_came_to_one_of_them_after_somebody_else_sent_the_first_is_not_taken_for_that() {
        StoredEvents together = openTogether(ID, OTHER);
        relay.sendWaiting();
        end(Horizons.passwordChanged(START.plusSeconds(1)));

        relay.soon(together);

        await().until(() -> outbox.waiting() == 0);
        assertThat(sent).hasSize(3);
        assertThat(sent.getLast().event()).isInstanceOf(GrantInvalidated.class);
    }

    private Outbox.Term term() {
        Instant now = clock.instant();
        return new Outbox.Term(now, now.plusSeconds(20), now.plus(Duration.ofMinutes(5)));
    }

    private StoredEvents openTogether(GrantId... ids) {
        List<StoredEvents> told = new ArrayList<>();
        Grants telling = new Grants(documents, companies, told::add);
        telling.inBulk()
                .save(Stream.of(ids)
                        .map(grants::find)
                        .map(nothing -> new BulkGrants.Saving(nothing, StoredGrants.opened(nothing)))
                        .toList());
        assertThat(told).hasSize(1);
        return told.getFirst();
    }

    private void open() {
        stored.open(ID);
    }

    private void end(Horizons horizons) {
        stored.end(ID, horizons);
    }
}
