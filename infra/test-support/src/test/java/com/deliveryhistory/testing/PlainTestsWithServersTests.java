package com.deliveryhistory.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.bson.Document;
import org.junit.jupiter.api.Test;

@WithKafka
@WithMongo
class PlainTestsWithServersTests {

    @Test
    void records_are_read_with_their_headers(TestKafka kafka) throws Exception {
        kafka.recreate("plain");
        send(kafka, "plain", "old");
        kafka.recreate("plain");
        send(kafka, "plain", "new");

        assertThat(kafka.records("plain")).singleElement().satisfies(record -> {
            assertThat(record.value()).isEqualTo("new");
            assertThat(record.type()).isEqualTo("com.example.Sent.v1");
        });
    }

    @Test
    void a_topic_that_is_not_there_has_no_records(TestKafka kafka) {
        assertThat(kafka.records("nowhere")).isEmpty();
    }

    @Test
    void a_database_is_empty_and_usable(TestMongo mongo) {
        var things = mongo.client().getDatabase(mongo.database()).getCollection("things");
        assertThat(things.countDocuments()).isZero();

        things.insertOne(new Document("_id", 1));

        assertThat(things.countDocuments()).isOne();
    }

    private static void send(TestKafka kafka, String topic, String value) throws Exception {
        Map<String, Object> settings = Map.of("bootstrap.servers", kafka.bootstrapServers());
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            var record = new ProducerRecord<>(topic, "key", value);
            record.headers().add("ce_type", "com.example.Sent.v1".getBytes(UTF_8));
            producer.send(record).get();
        }
    }
}
