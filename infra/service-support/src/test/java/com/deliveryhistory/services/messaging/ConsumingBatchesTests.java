package com.deliveryhistory.services.messaging;

import static com.deliveryhistory.services.TestEvents.withdrawal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.deliveryhistory.events.CorruptEvent;
import com.deliveryhistory.events.EventCodec;
import com.deliveryhistory.events.EventEnvelope;
import com.deliveryhistory.events.OptInEvent;
import com.deliveryhistory.events.Topics;
import com.deliveryhistory.events.sealing.UnknownSealingKey;
import com.deliveryhistory.testing.Patience;
import com.deliveryhistory.testing.TestClock;
import com.deliveryhistory.testing.TestKafka;
import com.deliveryhistory.testing.TopicRecord;
import com.deliveryhistory.testing.WithKafka;
import com.mongodb.MongoTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.core.KafkaTemplate;

/** A poll taken as a whole keeps every promise that is made for single events. */
@WithKafka(own = true)
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.NONE,
        properties = {
            "service-identity.name=reader",
            "messaging.first-retry=20ms",
            "spring.kafka.consumer.fetch-max-wait=10ms", // each retry waits for the fetch that is under way
            "messaging.longest-retry=100ms",
            "messaging.unknown-key-patience=200ms"
        })
class ConsumingBatchesTests {

    private static final String DEAD_LETTERS = "optin.events.v1.reader.dlt";

    @Autowired
    private TestKafka kafka;

    @Autowired
    private EventPublisher publisher;

    @Autowired
    private KafkaTemplate<String, byte[]> raw;

    @Autowired
    private Reader reader;

    @Test
    void poison_of_every_kind_is_a_dead_letter_each_and_all_else_is_taken_in_order() {
        reader.holdUntil(() -> {
            publisher.publish(EventCodec.OPT_IN, withdrawal("a1"));
            ProducerRecord<String, byte[]> unreadable = EventCodec.OPT_IN.encode(withdrawal("a2-unreadable"));
            raw.send(new ProducerRecord<>(
                            unreadable.topic(),
                            null,
                            unreadable.key(),
                            "{".getBytes(StandardCharsets.UTF_8),
                            unreadable.headers()))
                    .join();
            publisher.publishAll(
                    EventCodec.OPT_IN,
                    List.of(
                            withdrawal("a3-together"),
                            withdrawal("a4-contradictory"),
                            withdrawal("a5"),
                            withdrawal("a6-contradictory")));
            publisher.publish(EventCodec.OPT_IN, withdrawal("a7"));
        });

        await().untilAsserted(() -> assertThat(reader.seen).contains("a7"));
        assertThat(reader.seen).filteredOn(id -> id.startsWith("a")).containsSubsequence("a1", "a5", "a7");
        assertThat(reader.together).contains("a3-together");
        assertThat(reader.seen).doesNotContain("a3-together");
        await().untilAsserted(() ->
                assertThat(deadLetters("a")).containsExactly("a2-unreadable", "a4-contradictory", "a6-contradictory"));
    }

    @Test
    void a_record_whose_header_has_no_value_is_a_dead_letter_and_the_batch_goes_on() {
        reader.holdUntil(() -> {
            publisher.publish(EventCodec.OPT_IN, withdrawal("d1"));
            ProducerRecord<String, byte[]> malformed = EventCodec.OPT_IN.encode(withdrawal("d2-valueless"));
            malformed.headers().remove("ce_specversion").add("ce_specversion", null);
            raw.send(malformed).join();
            publisher.publish(EventCodec.OPT_IN, withdrawal("d3"));
        });

        await().untilAsserted(() -> assertThat(reader.seen).containsSubsequence("d1", "d3"));
        await().untilAsserted(() -> assertThat(deadLetters("d")).containsExactly("d2-valueless"));
    }

    @Test
    void an_outage_or_a_bug_holds_the_batch_in_its_order_and_makes_no_dead_letter() {
        reader.failuresLeft.put("b2", new AtomicInteger(6));

        publisher.publishAll(EventCodec.OPT_IN, List.of(withdrawal("b1"), withdrawal("b2"), withdrawal("b3")));

        await().untilAsserted(() -> assertThat(reader.seen).contains("b3"));
        assertThat(reader.seen.stream().filter(id -> id.startsWith("b")).distinct())
                .containsExactly("b1", "b2", "b3");
        assertThat(deadLetters("b")).isEmpty();
    }

    @Test
    void patience_with_a_missing_key_ends_and_that_with_an_outage_which_follows_it_does_not() {
        reader.keysMissing.put("e1", new AtomicInteger(2));
        reader.failuresLeft.put("e1", new AtomicInteger(12)); // longer than the patience with keys
        reader.keysMissing.put("e2-lost", new AtomicInteger(Integer.MAX_VALUE));

        publisher.publishAll(EventCodec.OPT_IN, List.of(withdrawal("e1"), withdrawal("e2-lost"), withdrawal("e3")));

        await().untilAsserted(() -> assertThat(reader.seen).containsSubsequence("e1", "e3"));
        assertThat(deadLetters("e")).containsExactly("e2-lost");
    }

    @Test
    void a_record_that_is_held_holds_its_partition_alone() {
        AtomicInteger failuresLeft = new AtomicInteger(Integer.MAX_VALUE);
        reader.failuresLeft.put("f1-held", failuresLeft);
        try {
            reader.holdUntil(() -> {
                send(1, "f1-held");
                send(1, "f2-behind");
                send(2, "f3-free");
                send(3, "f4-contradictory");
                send(3, "f5-free");
            });

            await().untilAsserted(() -> assertThat(reader.seen).contains("f3-free", "f5-free"));
            await().untilAsserted(() -> assertThat(deadLetters("f")).containsExactly("f4-contradictory"));
            int attempts = failuresLeft.get();
            await().untilAsserted(() -> assertThat(failuresLeft.get()).isLessThan(attempts - 1));
            send(2, "f6-free");
            await().untilAsserted(() -> assertThat(reader.seen).contains("f6-free"));
            assertThat(reader.seen).doesNotContain("f2-behind");
        } finally {
            failuresLeft.set(0);
        }
        await().untilAsserted(() -> assertThat(reader.seen).containsSubsequence("f1-held", "f2-behind"));
    }

    @Test
    void an_outage_loses_nothing_of_the_other_partitions_of_a_poll() {
        reader.holdUntil(() -> {
            send(1, "g0");
            reader.storeAway.set(8);
            for (int partition = 1; partition <= 4; partition++) {
                send(partition, "g" + partition);
            }
        });

        await().untilAsserted(() -> assertThat(reader.seen).contains("g0", "g1", "g2", "g3", "g4"));
        assertThat(deadLetters("g")).isEmpty();
    }

    private void send(int partition, String id) {
        ProducerRecord<String, byte[]> event = EventCodec.OPT_IN.encode(withdrawal(id));
        raw.send(new ProducerRecord<>(event.topic(), partition, event.key(), event.value(), event.headers()))
                .join();
    }

    @Test
    void what_cannot_be_done_together_is_done_one_by_one_even_if_it_failed_like_poison() {
        reader.togetherFails.set(true);
        try {
            publisher.publishAll(
                    EventCodec.OPT_IN, List.of(withdrawal("c1"), withdrawal("c2-together"), withdrawal("c3")));

            await().untilAsserted(() -> assertThat(reader.seen).containsSubsequence("c1", "c2-together", "c3"));
            assertThat(deadLetters("c")).isEmpty();
        } finally {
            reader.togetherFails.set(false);
        }
    }

    private List<String> deadLetters(String prefix) {
        return kafka.records(DEAD_LETTERS).stream()
                .map(TopicRecord::headers)
                .map(headers -> headers.getOrDefault("ce_id", ""))
                .filter(id -> id.startsWith(prefix))
                .toList();
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import(OptInReading.class)
    static class App {

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
        final Set<String> together = ConcurrentHashMap.newKeySet();
        final Map<String, AtomicInteger> failuresLeft = new ConcurrentHashMap<>();
        final Map<String, AtomicInteger> keysMissing = new ConcurrentHashMap<>();
        final AtomicBoolean togetherFails = new AtomicBoolean();
        final AtomicInteger storeAway = new AtomicInteger();
        private volatile CountDownLatch held = new CountDownLatch(0);

        /** Lets nothing through until all is published, so that one poll brings it. */
        void holdUntil(Runnable published) {
            held = new CountDownLatch(1);
            published.run();
            held.countDown();
        }

        @KafkaListener(
                id = "reader.batches",
                idIsGroup = false,
                topics = Topics.OPT_IN_EVENTS,
                containerFactory = "optIns")
        void on(EventBatch<OptInEvent> batch) throws InterruptedException {
            assertThat(held.await(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
            batch.take(this::takeTogether, this::take);
        }

        private Set<EventEnvelope<OptInEvent>> takeTogether(List<EventEnvelope<OptInEvent>> events) {
            if (togetherFails.get()) {
                throw CorruptEvent.contradictory("It cannot be so");
            }
            Set<EventEnvelope<OptInEvent>> done = new HashSet<>();
            for (EventEnvelope<OptInEvent> event : events) {
                if (event.id().endsWith("-together")) {
                    together.add(event.id());
                    done.add(event);
                }
            }
            return done;
        }

        private void take(EventEnvelope<OptInEvent> event) {
            if (event.id().endsWith("-contradictory")) {
                throw CorruptEvent.contradictory("It cannot be so");
            }
            if (keysMissing.getOrDefault(event.id(), new AtomicInteger()).getAndDecrement() > 0) {
                throw new UnknownSealingKey("lost");
            }
            if (storeAway.getAndUpdate(times -> Math.max(0, times - 1)) > 0) {
                throw new MongoTimeoutException("no primary");
            }
            AtomicInteger left = failuresLeft.get(event.id());
            if (left != null && left.getAndDecrement() > 0) {
                throw left.get() % 2 == 0
                        ? new IllegalStateException("the database is away")
                        : new ClassCastException("an Integer is no Long");
            }
            seen.add(event.id());
        }
    }
}
