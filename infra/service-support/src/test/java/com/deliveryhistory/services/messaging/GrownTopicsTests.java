package com.deliveryhistory.services.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.events.Application;
import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.events.CorruptEvent;
import com.deliveryhistory.events.EventCodec;
import com.deliveryhistory.events.EventEnvelope;
import com.deliveryhistory.events.OptInEvent;
import com.deliveryhistory.events.OptInEvent.OptInWithdrawn;
import com.deliveryhistory.events.Topic;
import com.deliveryhistory.events.Topics;
import com.deliveryhistory.testing.Patience;
import com.deliveryhistory.testing.TestKafka;
import com.deliveryhistory.testing.WithKafka;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.KafkaTemplate;

/** An operator may give a topic more partitions than it was created with. */
@WithKafka(own = true)
class GrownTopicsTests {

    private static final String TOPIC = Topics.OPT_IN.name();
    private static final int MORE = 30;
    private static final int EVEN_MORE = 36;
    private static final Instant AT = Instant.parse("2026-07-21T16:30:00Z");
    private static final Collection<Integer> COMPANIES =
            IntStream.range(0, 8).boxed().toList();

    private final TestKafka kafka;
    private final DefaultKafkaProducerFactory<String, byte[]> producers;
    private final KafkaTemplate<String, byte[]> template;
    private final LatestEvents latest;

    GrownTopicsTests(TestKafka kafka) {
        this.kafka = kafka;
        Map<String, Object> servers = Map.of("bootstrap.servers", kafka.bootstrapServers());
        this.producers = new DefaultKafkaProducerFactory<>(servers, new StringSerializer(), new ByteArraySerializer());
        this.template = new KafkaTemplate<>(producers);
        this.latest = new LatestEvents(new DefaultKafkaConsumerFactory<>(servers));
    }

    @AfterEach
    void close() {
        producers.destroy();
    }

    @Test
    void stay_as_they_are_and_what_they_last_said_of_a_key_is_found_wherever_it_lies() throws Exception {
        create(Topics.OPT_IN);
        COMPANIES.forEach(company -> tell(company, "at first"));
        COMPANIES.forEach(company -> tell(company, "before"));
        growTo(MORE);
        COMPANIES.stream().filter(company -> company % 2 == 0).forEach(company -> tell(company, "after"));
        growTo(EVEN_MORE); // which has some lie where they lay at first
        COMPANIES.stream().filter(company -> company % 4 == 0).forEach(company -> tell(company, "again"));

        KafkaAdmin admin = new KafkaAdmin(Map.of("bootstrap.servers", kafka.bootstrapServers()));
        admin.createOrModifyTopics(Topics.OPT_IN.toNewTopic((short) 1));

        assertThat(Objects.requireNonNull(admin.describeTopics(TOPIC).get(TOPIC))
                        .partitions())
                .hasSize(EVEN_MORE);
        assertThat(COMPANIES)
                .allSatisfy(company -> assertThat(lastOf(company))
                        .contains(company % 4 == 0 ? "again" : company % 2 == 0 ? "after" : "before")
                        .doesNotContain("at first")
                        .doesNotHaveDuplicates());
    }

    @Test
    void have_dead_letters_in_a_topic_that_has_not_grown() throws Exception {
        create(Topics.OPT_IN.deadLetters("grown"));
        var record = new ConsumerRecord<>(TOPIC, MORE - 1, 7, "c", new byte[] {1});
        DeadLetters letters = new DeadLetters("grown", template, new SimpleMeterRegistry(), Clock.systemUTC());

        try (var consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            letters.recoverer().accept(record, consumer, CorruptEvent.contradictory("means nothing"));
        }

        assertThat(kafka.records(Topics.OPT_IN.deadLetters("grown").name()))
                .singleElement()
                .satisfies(letter -> assertThat(letter.headers())
                        .containsEntry("dlt_original_partition", Integer.toString(MORE - 1)));
    }

    private void create(Topic topic) throws Exception {
        try (Admin admin = kafka.admin()) {
            admin.createTopics(List.of(topic.toNewTopic((short) 1)))
                    .all()
                    .get(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS);
        }
    }

    private void growTo(int partitions) throws Exception {
        try (Admin admin = kafka.admin()) {
            admin.createPartitions(Map.of(TOPIC, NewPartitions.increaseTo(partitions)))
                    .all()
                    .get(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS);
        }
        producers.reset(); // knows of the partitions that were there when it began
    }

    private void tell(int company, String id) {
        OptInWithdrawn event = new OptInWithdrawn(
                new CompanyId("c-" + company), new Application("intelligent-delivery-history"), AT, "doe");
        ProducerRecord<String, byte[]> record =
                EventCodec.OPT_IN.encode(new EventEnvelope<OptInEvent>(id, EventEnvelope.source("test"), AT, event));
        Sending.begin(template, record).await();
    }

    private List<String> lastOf(int company) {
        return latest.of(EventCodec.OPT_IN, "c-" + company).stream()
                .map(EventEnvelope::id)
                .toList();
    }
}
