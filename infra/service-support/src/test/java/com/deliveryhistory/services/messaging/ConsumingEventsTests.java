package com.deliveryhistory.services.messaging;

import static com.deliveryhistory.services.TestEvents.withdrawal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.deliveryhistory.events.CorruptEvent;
import com.deliveryhistory.events.EventCodec;
import com.deliveryhistory.events.EventEnvelope;
import com.deliveryhistory.events.OptInEvent;
import com.deliveryhistory.events.Topics;
import com.deliveryhistory.events.sealing.UnknownSealingKey;
import com.deliveryhistory.services.tracing.Traces;
import com.deliveryhistory.testing.TestClock;
import com.deliveryhistory.testing.TestKafka;
import com.deliveryhistory.testing.TopicRecord;
import com.deliveryhistory.testing.WithKafka;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.support.converter.ConversionException;
import org.springframework.messaging.converter.MessageConversionException;

@WithKafka(own = true)
@ExtendWith(OutputCaptureExtension.class)
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.NONE,
        properties = {
            "service-identity.name=reader",
            "service-identity.instance=reader-1",
            "messaging.first-retry=20ms",
            "spring.kafka.consumer.fetch-max-wait=10ms", // each retry waits for the fetch that is under way
            "messaging.longest-retry=100ms",
            "messaging.unknown-key-patience=200ms",
            "messaging.set-aside=optin.events.v1-5@0",
            "messaging.publish-timeout=30s"
        })
class ConsumingEventsTests {

    private static final Duration IMPATIENCE = Duration.ofMillis(500);
    private static final String DEAD_LETTERS = "optin.events.v1.reader.dlt";
    private static final RecordPosition SET_ASIDE = RecordPosition.valueOf("optin.events.v1-5@0");

    @Autowired
    private TestKafka kafka;

    @Autowired
    private EventPublisher publisher;

    @Autowired
    private KafkaTemplate<String, byte[]> raw;

    @Autowired
    private Reader reader;

    @Autowired
    private MeterRegistry metrics;

    @Test
    void an_event_reaches_the_listener_with_its_id() {
        publisher.publish(EventCodec.OPT_IN, withdrawal("arrives"));

        await().untilAsserted(() -> assertThat(reader.seen).contains("arrives"));
    }

    @Test
    void topics_are_created_as_their_contract_says() throws Exception {
        await().untilAsserted(() -> assertThat(kafka.topics()).contains(Topics.OPT_IN_EVENTS, DEAD_LETTERS));
        try (var admin = kafka.admin()) {
            assertThat(admin.describeTopics(List.of(Topics.OPT_IN_EVENTS))
                            .allTopicNames()
                            .get())
                    .hasEntrySatisfying(
                            Topics.OPT_IN_EVENTS,
                            topic -> assertThat(topic.partitions()).hasSize(Topics.OPT_IN.partitions()));
        }
    }

    @Test
    void poison_goes_to_the_dead_letters_unchanged_with_its_reason_and_the_partition_moves_on() {
        ProducerRecord<String, byte[]> poison = EventCodec.OPT_IN.encode(withdrawal("poisoned"));
        ProducerRecord<String, byte[]> broken = new ProducerRecord<>(
                poison.topic(), null, poison.key(), bytes("{\"companyId\":\"acme\",\"later\":1}"), poison.headers());
        raw.send(broken).join();
        publisher.publish(EventCodec.OPT_IN, withdrawal("after-poison"));

        await().untilAsserted(() -> assertThat(reader.seen).contains("after-poison"));
        await().untilAsserted(() -> assertThat(deadLetters("poisoned"))
                .singleElement()
                .satisfies(letter -> {
                    assertThat(letter.key()).isEqualTo("acme");
                    assertThat(letter.value()).isEqualTo("{\"companyId\":\"acme\",\"later\":1}");
                    assertThat(letter.headers())
                            .containsEntry(
                                    "dlt_reason",
                                    "The value is not the JSON of its event type: " + "application is missing")
                            .containsEntry("dlt_exception", CorruptEvent.class.getName())
                            .containsEntry("dlt_consumer", "reader")
                            .containsEntry("dlt_original_topic", Topics.OPT_IN_EVENTS)
                            .containsEntry("dlt_original_key", "acme")
                            .containsEntry("dlt_replays", "0")
                            .containsKeys(
                                    "dlt_original_partition",
                                    "dlt_original_offset",
                                    "dlt_original_time",
                                    "dlt_failed_at",
                                    "ce_type");
                }));
        assertThat(metrics.get("dead.letters")
                        .tags("topic", Topics.OPT_IN_EVENTS, "consumer", "reader", "exception", "CorruptEvent")
                        .counter()
                        .count())
                .isPositive();
    }

    @Test
    void a_record_whose_header_has_no_value_is_a_dead_letter_and_the_partition_moves_on() {
        ProducerRecord<String, byte[]> malformed = EventCodec.OPT_IN.encode(withdrawal("valueless"));
        malformed.headers().remove("content-type").add("content-type", null);
        raw.send(malformed).join();
        publisher.publish(EventCodec.OPT_IN, withdrawal("after-valueless"));

        await().untilAsserted(() -> assertThat(reader.seen).contains("after-valueless"));
        await().untilAsserted(() -> assertThat(deadLetters("valueless"))
                .singleElement()
                .satisfies(letter -> assertThat(letter.headers())
                        .containsEntry("dlt_reason", "The header content-type is not application/json")));
    }

    @Test
    void a_record_that_leaves_no_room_for_a_dead_letters_headers_blocks_nothing() {
        ProducerRecord<String, byte[]> event = EventCodec.OPT_IN.encode(withdrawal("nearly-too-large"));
        byte[] most = new byte[1_048_576 - 460]; // so much, and the event's own headers, a producer takes
        raw.send(new ProducerRecord<>(event.topic(), null, event.key(), most, event.headers()))
                .join();
        publisher.publish(EventCodec.OPT_IN, withdrawal("after-nearly-too-large"));

        await().untilAsserted(() -> assertThat(reader.seen).contains("after-nearly-too-large"));
        assertThat(kafka.records(DEAD_LETTERS))
                .filteredOn(letter -> letter.headers().containsKey("dlt_left_out"))
                .singleElement()
                .satisfies(letter -> {
                    assertThat(letter.value()).isNull();
                    assertThat(letter.headers())
                            .containsEntry("dlt_original_topic", Topics.OPT_IN_EVENTS)
                            .containsKeys("dlt_reason", "dlt_original_partition", "dlt_original_offset");
                });
    }

    @Test
    void a_record_that_is_tried_again_and_again_is_unread_until_it_is_done_and_the_log_says_which_and_why(
            CapturedOutput output) {
        AtomicInteger failuresLeft = new AtomicInteger(Integer.MAX_VALUE);
        reader.failuresLeft.put("stuck", failuresLeft);

        publisher.publish(EventCodec.OPT_IN, withdrawal("stuck"));

        await().untilAsserted(() -> assertThat(output)
                .containsPattern(
                        "optin\\.events\\.v1-\\d+@\\d+ of acme is tried again, attempt 3 failed: .*: the .* away"));
        await().untilAsserted(() -> assertThat(unread()).isEqualTo(1));

        failuresLeft.set(0);

        await().untilAsserted(() -> assertThat(unread()).isZero());
    }

    private double unread() {
        return metrics.get("events.unread")
                .tags("topic", Topics.OPT_IN_EVENTS, "consumer", "reader")
                .gauge()
                .value();
    }

    @Test
    void an_event_that_contradicts_itself_is_poison_too() {
        publisher.publish(EventCodec.OPT_IN, withdrawal("contradictory"));

        await().untilAsserted(() -> assertThat(deadLetters("contradictory"))
                .singleElement()
                .satisfies(letter -> assertThat(letter.headers()).containsEntry("dlt_reason", "It cannot be so")));
    }

    @Test
    void an_outage_is_outlasted_in_order_and_never_dead_lettered() {
        reader.failuresLeft.put("in-an-outage", new AtomicInteger(12));

        publisher.publishAll(EventCodec.OPT_IN, List.of(withdrawal("in-an-outage"), withdrawal("after-the-outage")));

        await().untilAsserted(() -> assertThat(reader.seen).containsSubsequence("in-an-outage", "after-the-outage"));
        assertThat(deadLetters("in-an-outage")).isEmpty();
    }

    @Test
    void a_bug_is_no_poison_whatever_it_throws() {
        reader.bugs.put(
                "met-a-bug",
                new ConcurrentLinkedQueue<>(List.of(
                        new ClassCastException("an Integer is no Long"),
                        new MessageConversionException("of the listener's own doing"),
                        new ConversionException("of the listener's own doing", new IOException()))));

        publisher.publishAll(EventCodec.OPT_IN, List.of(withdrawal("met-a-bug"), withdrawal("after-the-bug")));

        await().untilAsserted(() -> assertThat(reader.seen).containsSubsequence("met-a-bug", "after-the-bug"));
        assertThat(deadLetters("met-a-bug")).isEmpty();
        assertThat(metrics.get("events.retried")
                        .tags("topic", Topics.OPT_IN_EVENTS, "consumer", "reader", "exception", "ClassCastException")
                        .counter()
                        .count())
                .isPositive();
    }

    @Test
    void a_record_that_was_set_aside_is_a_dead_letter_when_it_fails_and_the_partition_moves_on() {
        ProducerRecord<String, byte[]> held = EventCodec.OPT_IN.encode(withdrawal("set-aside"));
        reader.failuresLeft.put("set-aside", new AtomicInteger(Integer.MAX_VALUE));
        raw.send(new ProducerRecord<>(held.topic(), SET_ASIDE.partition(), held.key(), held.value(), held.headers()))
                .join();
        ProducerRecord<String, byte[]> next = EventCodec.OPT_IN.encode(withdrawal("after-set-aside"));
        raw.send(new ProducerRecord<>(next.topic(), SET_ASIDE.partition(), next.key(), next.value(), next.headers()))
                .join();

        await().untilAsserted(() -> assertThat(reader.seen).contains("after-set-aside"));
        assertThat(deadLetters("set-aside"))
                .singleElement()
                .satisfies(letter -> assertThat(letter.headers())
                        .containsEntry("dlt_exception", IllegalStateException.class.getName()));
    }

    @Test
    void tokens_whose_key_is_missing_are_tried_again_and_are_dead_letters_when_patience_ends() {
        AtomicInteger late = new AtomicInteger(2);
        reader.keysMissing.put("sealed-to-a-late-key", late);
        AtomicInteger lost = new AtomicInteger(Integer.MAX_VALUE);
        reader.keysMissing.put("sealed-to-a-lost-key", lost);

        publisher.publishAll(
                EventCodec.OPT_IN,
                List.of(
                        withdrawal("sealed-to-a-late-key"),
                        withdrawal("sealed-to-a-lost-key"),
                        withdrawal("after-the-lost-key")));

        await().untilAsserted(() -> assertThat(reader.seen)
                .containsSubsequence("sealed-to-a-late-key", "after-the-lost-key")
                .doesNotContain("sealed-to-a-lost-key"));
        assertThat(lost.get()).isLessThan(Integer.MAX_VALUE - 1);
        assertThat(deadLetters("sealed-to-a-late-key")).isEmpty();
        assertThat(deadLetters("sealed-to-a-lost-key"))
                .singleElement()
                .satisfies(letter -> assertThat(letter.headers().get("dlt_reason"))
                        .contains("a key that is not live here: kid lost"));
    }

    @Test
    void publishing_says_so_when_kafka_does_not_acknowledge() {
        DefaultKafkaProducerFactory<String, byte[]> producers = new DefaultKafkaProducerFactory<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "max.block.ms", IMPATIENCE.toMillis()),
                new StringSerializer(),
                new ByteArraySerializer());
        EventPublisher impatient = new EventPublisher(new KafkaTemplate<>(producers), IMPATIENCE, Traces.none());
        kafka.stop();
        try {
            assertThatExceptionOfType(NotPublished.class)
                    .isThrownBy(() -> impatient.publish(EventCodec.OPT_IN, withdrawal("unsent")))
                    .withMessageContaining(Topics.OPT_IN_EVENTS);
        } finally {
            kafka.start();
            producers.destroy();
        }
        publisher.publish(EventCodec.OPT_IN, withdrawal("sent-after-the-restart"));

        await().untilAsserted(() -> assertThat(reader.seen).contains("sent-after-the-restart"));
    }

    private List<TopicRecord> deadLetters(String id) {
        return kafka.records(DEAD_LETTERS).stream()
                .filter(letter -> id.equals(letter.headers().get("ce_id")))
                .toList();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import(OptInReading.class)
    static class App {

        @Bean
        MeterRegistry metrics() {
            return new SimpleMeterRegistry();
        }

        /** No record is older than it shows, so that patience with it is whole however slow the machine. */
        @Bean
        Clock clock() {
            return TestClock.standingAt(Instant.now());
        }

        @Bean
        Reader reader() {
            return new Reader();
        }
    }

    static class Reader {

        final List<String> seen = new CopyOnWriteArrayList<>();
        final Map<String, AtomicInteger> failuresLeft = new ConcurrentHashMap<>();
        final Map<String, AtomicInteger> keysMissing = new ConcurrentHashMap<>();
        final Map<String, Queue<RuntimeException>> bugs = new ConcurrentHashMap<>();

        @KafkaListener(
                id = "reader.opt-ins",
                idIsGroup = false,
                topics = Topics.OPT_IN_EVENTS,
                containerFactory = "optIns")
        void on(EventBatch<OptInEvent> batch) {
            batch.each(this::on);
        }

        private void on(EventEnvelope<OptInEvent> envelope) {
            if (envelope.id().equals("contradictory")) {
                throw CorruptEvent.contradictory("It cannot be so");
            }
            RuntimeException bug =
                    bugs.getOrDefault(envelope.id(), new ArrayDeque<>()).poll();
            if (bug != null) {
                throw bug;
            }
            if (keysMissing.getOrDefault(envelope.id(), new AtomicInteger()).getAndDecrement() > 0) {
                throw new UnknownSealingKey("lost");
            }
            AtomicInteger left = failuresLeft.get(envelope.id());
            if (left != null && left.getAndDecrement() > 0) {
                throw new IllegalStateException("the database is away");
            }
            seen.add(envelope.id());
        }
    }
}
