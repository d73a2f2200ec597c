package com.deliveryhistory.services.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.deliveryhistory.events.Application;
import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.events.CorruptEvent;
import com.deliveryhistory.events.EventCodec;
import com.deliveryhistory.events.EventEnvelope;
import com.deliveryhistory.events.OptInEvent;
import com.deliveryhistory.events.OptInEvent.OptInWithdrawn;
import com.deliveryhistory.services.auth.ServiceIdentity;
import com.deliveryhistory.testing.TestKafka;
import com.deliveryhistory.testing.TopicRecord;
import com.deliveryhistory.testing.WithKafka;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;

@WithKafka
class ReplayingDeadLettersTests {

    private static final String TOPIC = "optin.events.v1.replayer.dlt";
    private static final Instant NOW = Instant.parse("2026-07-21T16:30:00Z");

    private final TestKafka kafka;
    private final DefaultKafkaProducerFactory<String, byte[]> producers;
    private final KafkaTemplate<String, byte[]> template;
    private final DeadLetterTopics topics;
    private final Positions positions = new Positions();
    private final List<String> applied = new ArrayList<>();

    ReplayingDeadLettersTests(TestKafka kafka) {
        this.kafka = kafka;
        this.producers = new DefaultKafkaProducerFactory<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new StringSerializer(),
                new ByteArraySerializer());
        this.template = new KafkaTemplate<>(producers);
        DeadLetters deadLetters =
                new DeadLetters("replayer", template, new SimpleMeterRegistry(), Clock.fixed(NOW, ZoneOffset.UTC));
        this.topics = new DeadLetterTopics(
                new DefaultKafkaConsumerFactory<>(Map.of("bootstrap.servers", kafka.bootstrapServers())),
                new ServiceIdentity("replayer", null, null, Map.of()),
                deadLetters);
    }

    @BeforeEach
    void empty() {
        kafka.recreate(TOPIC);
    }

    @AfterEach
    void close() {
        producers.destroy();
    }

    @Test
    void letters_are_replayed_once_each_and_in_order() {
        put("first", "second", "third");
        assertThat(topics.waiting(EventCodec.OPT_IN, positions)).isEqualTo(3);

        replay(this::apply);
        replay(this::apply);

        assertThat(applied).containsExactly("first", "second", "third");
        assertThat(topics.waiting(EventCodec.OPT_IN, positions)).isZero();
    }

    @Test
    void a_letter_that_still_fails_goes_behind_the_others_with_its_count_raised_and_where_it_came_from_kept() {
        put("poison", "good");

        replay(letter -> {
            if (letter.id().equals("poison")) {
                throw CorruptEvent.contradictory("Still not so");
            }
            apply(letter);
        });

        assertThat(applied).containsExactly("good");
        assertThat(kafka.records(TOPIC))
                .hasSize(3)
                .last()
                .satisfies(again -> assertThat(again.headers())
                        .containsEntry("ce_id", "poison")
                        .containsEntry("dlt_original_offset", "17")
                        .containsEntry("dlt_replays", "1")
                        .containsEntry("dlt_reason", "Still not so")
                        .containsEntry("dlt_failed_at", NOW.toString()));
        assertThat(topics.waiting(EventCodec.OPT_IN, positions)).isEqualTo(1);

        replay(this::apply);
        assertThat(applied).containsExactly("good", "poison");
    }

    @Test
    void bytes_that_are_no_event_are_a_dead_letter_again() {
        template.send(new ProducerRecord<>(TOPIC, 0, "acme", "rubbish".getBytes(StandardCharsets.UTF_8)))
                .join();

        replay(this::apply);

        assertThat(kafka.records(TOPIC)).extracting(TopicRecord::value).containsExactly("rubbish", "rubbish");
    }

    @Test
    void an_outage_stops_at_the_letter_that_met_it_and_the_next_replay_begins_there() {
        put("first", "second", "third");

        assertThatExceptionOfType(ReplayStopped.class)
                .isThrownBy(() -> replay(letter -> {
                    if (letter.id().equals("second")) {
                        throw new IllegalStateException("the database is away");
                    }
                    apply(letter);
                }))
                .withMessageContaining("offset 1");
        replay(this::apply);

        assertThat(applied).containsExactly("first", "second", "third");
    }

    @Test
    void a_bug_stops_the_replay_as_an_outage_does() {
        put("first");

        assertThatExceptionOfType(ReplayStopped.class)
                .isThrownBy(() -> replay(letter -> {
                    throw new ClassCastException("an Integer is no Long");
                }));

        assertThat(kafka.records(TOPIC)).hasSize(1);
    }

    @Test
    void a_crash_between_a_letter_and_its_note_repeats_that_letter_alone() {
        put("first", "second");
        positions.crashing = true;

        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> replay(this::apply));
        positions.crashing = false;
        replay(this::apply);

        assertThat(applied).containsExactly("first", "first", "second");
    }

    @Test
    void of_two_replays_at_once_one_stops_after_one_letter_at_most() {
        put("first", "second", "third");

        assertThatExceptionOfType(ReplayStopped.class)
                .isThrownBy(() -> replay(letter -> {
                    apply(letter);
                    replay(this::apply); // somebody else, from start to end
                }))
                .withMessageContaining("Somebody else");

        assertThat(applied).containsExactly("first", "first", "second", "third");
    }

    @Test
    void a_letter_that_kafka_refuses_is_not_tried_again_at_once() {
        DefaultKafkaProducerFactory<String, byte[]> refused = new DefaultKafkaProducerFactory<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "max.request.size", 1),
                new StringSerializer(),
                new ByteArraySerializer());
        MeterRegistry metrics = new SimpleMeterRegistry();
        Duration pause = Duration.ofMillis(300);
        FailurePolicy policy = new FailurePolicy(
                new MessagingSettings(pause, pause, pause, pause, Set.of(), null),
                new ServiceIdentity("replayer", null, null, Map.of()),
                new DeadLetters("replayer", new KafkaTemplate<>(refused), metrics, Clock.systemUTC()),
                metrics,
                Clock.systemUTC());
        Instant begun = Instant.now();

        assertThatExceptionOfType(NotPublished.class)
                .isThrownBy(() -> policy.recoverer()
                        .accept(
                                new ConsumerRecord<>("optin.events.v1", 0, 17, "acme", new byte[0]),
                                null,
                                CorruptEvent.contradictory("It cannot be so")));

        assertThat(Duration.between(begun, Instant.now())).isGreaterThanOrEqualTo(pause);
        refused.destroy();
    }

    @Test
    void a_topic_that_was_made_anew_is_read_from_its_start() {
        put("first", "second", "third");
        replay(this::apply);
        kafka.recreate(TOPIC);
        put("fourth");

        replay(this::apply);

        assertThat(applied).endsWith("third", "fourth");
    }

    @Test
    void letters_can_be_read_without_replaying_them() {
        put("first", "second");
        List<DeadLetter> read = new ArrayList<>();

        topics.read(TOPIC, partition -> 1, read::add);

        assertThat(read).singleElement().satisfies(letter -> {
            assertThat(letter.eventId()).isEqualTo("second");
            assertThat(letter.key()).isEqualTo("acme");
            assertThat(letter.originalOffset()).isEqualTo("17");
        });
    }

    private void replay(Consumer<EventEnvelope<OptInEvent>> handler) {
        topics.replay(EventCodec.OPT_IN, positions, handler, (letter, done) -> {});
    }

    private void apply(EventEnvelope<OptInEvent> letter) {
        applied.add(letter.id());
    }

    private void put(String... ids) {
        for (String id : ids) {
            ProducerRecord<String, byte[]> record = EventCodec.OPT_IN.encode(new EventEnvelope<>(
                    id,
                    EventEnvelope.source("test"),
                    NOW,
                    new OptInWithdrawn(new CompanyId("acme"), Application.ODCS, NOW, "acme-admin")));
            record.headers().add("dlt_original_offset", "17".getBytes(StandardCharsets.UTF_8));
            template.send(new ProducerRecord<>(TOPIC, 0, record.key(), record.value(), record.headers()))
                    .join();
        }
    }

    private static final class Positions implements ReplayPositions {

        private final Map<TopicPartition, Long> known = new HashMap<>();
        private boolean crashing;

        @Override
        public long next(TopicPartition partition) {
            return known.getOrDefault(partition, 0L);
        }

        @Override
        public boolean advance(TopicPartition partition, long from, long to) {
            if (crashing) {
                throw new IllegalStateException("killed");
            }
            if (next(partition) != from) {
                return false;
            }
            known.put(partition, to);
            return true;
        }
    }
}
