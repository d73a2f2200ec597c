package com.deliveryhistory.odcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import com.deliveryhistory.testing.TestKafka;
import com.deliveryhistory.testing.WithKafka;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** An operator gives the topic more partitions while somebody reads it. */
@WithKafka(own = true)
class GrownTopicTests {

    private static final String TOPIC = "grant.events.v1";
    private static final Duration MOMENT = Duration.ofMillis(200);

    private final Map<String, Object> servers;

    GrownTopicTests(TestKafka kafka) {
        servers = Map.of("bootstrap.servers", kafka.bootstrapServers());
    }

    @Test
    void what_lies_in_added_partitions_is_read_from_their_beginning_and_nothing_else_again() throws Exception {
        try (var admin = Admin.create(servers);
                var producer = new KafkaProducer<>(servers, new StringSerializer(), new StringSerializer());
                var consumer = new KafkaConsumer<>(settings(), new StringDeserializer(), new StringDeserializer())) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> Odcs.assignAll(consumer))
                    .withMessageContaining(TOPIC);
            admin.createTopics(List.of(new NewTopic(TOPIC, Optional.of(1), Optional.empty())))
                    .all()
                    .get();
            producer.send(new ProducerRecord<>(TOPIC, 0, "acme/odcs", "before")).get();
            List<String> read = new ArrayList<>();
            await().until(() -> reads(consumer, read).contains("before"));

            admin.createPartitions(Map.of(TOPIC, NewPartitions.increaseTo(3)))
                    .all()
                    .get();
            producer.send(new ProducerRecord<>(TOPIC, 2, "globex/odcs", "after"))
                    .get();

            await().until(() -> reads(consumer, read).contains("after"));
            assertThat(read).containsExactly("before", "after");
        }
    }

    private static List<String> reads(KafkaConsumer<String, String> consumer, List<String> read) {
        try {
            Odcs.assignAll(consumer);
        } catch (IllegalStateException e) {
            return read; // it takes a moment until the consumer knows of the topic
        }
        consumer.poll(MOMENT).forEach(record -> read.add(record.value()));
        return read;
    }

    private Map<String, Object> settings() {
        return Map.of(
                "bootstrap.servers",
                servers.get("bootstrap.servers"),
                "allow.auto.create.topics",
                false,
                "enable.auto.commit",
                false,
                "metadata.max.age.ms",
                100);
    }
}
