package com.deliveryhistory.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.localstack.LocalStack;
import com.deliveryhistory.localstack.settings.Part;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.bson.RawBsonDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The sandbox's tokens start with words that can be searched for; they are in no topic, log, database or page. */
@ExtendWith(SharedStack.class)
class NoReadableTokenTests {

    private static final List<String> TOKEN_STARTS = List.of("sbx-at-", "sbx-rt-");

    @Test
    void no_token_can_be_read_anywhere(LocalStack stack) throws IOException {
        try (var admin = new Person(stack, "c00004")) {
            admin.signIn();
            admin.optIn();
            admin.seesDeliveries();
            admin.changesThePasswordAtUps();
            admin.seesThatTheOptInEnded();
            admin.optIn();
            admin.seesDeliveries();
            assertThat(readable(admin.landing().text())).isFalse();
        }

        Map<String, Integer> searched = new HashMap<>();
        List<String> found = new ArrayList<>();
        searchTopics(stack, searched, found);
        searchDatabases(stack, searched, found);
        searchLogs(stack, searched, found);

        assertThat(found).isEmpty();
        assertThat(searched).as("places searched: %s", searched).hasSizeGreaterThan(15);
        assertThat(searched.keySet())
                .contains("topic optin.events.v1", "topic grant.events.v1", "log token-manager", "log optin-web")
                .anyMatch(place -> place.startsWith("collection token-manager."))
                .anyMatch(place -> place.startsWith("collection ups-sandbox."));
    }

    private static void searchTopics(LocalStack stack, Map<String, Integer> searched, List<String> found) {
        Map<String, Object> settings = Map.of("bootstrap.servers", stack.kafka(), "enable.auto.commit", false);
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.listTopics().values().stream()
                    .flatMap(List::stream)
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    String place = "topic " + record.topic();
                    look(place, text(record.key()) + text(record.value()), searched, found);
                    record.headers().forEach(header -> look(place, text(header.value()), searched, found));
                }
            }
        }
    }

    private static void searchDatabases(LocalStack stack, Map<String, Integer> searched, List<String> found) {
        try (MongoClient client = MongoClients.create(stack.mongodb(Part.TOKEN_MANAGER))) {
            for (String database : client.listDatabaseNames()) {
                for (String collection : client.getDatabase(database).listCollectionNames()) {
                    for (RawBsonDocument document : client.getDatabase(database)
                            .getCollection(collection, RawBsonDocument.class)
                            .find()) {
                        look(
                                "collection " + database + "." + collection,
                                text(document.getByteBuffer().array()),
                                searched,
                                found);
                    }
                }
            }
        }
    }

    private static void searchLogs(LocalStack stack, Map<String, Integer> searched, List<String> found)
            throws IOException {
        try (Stream<Path> logs = Files.walk(stack.logs())) {
            for (Path log : logs.filter(Files::isRegularFile).toList()) {
                String name = log.getFileName().toString().replaceAll("\\.log.*", "");
                look("log " + name, text(Files.readAllBytes(log)), searched, found);
            }
        }
    }

    private static void look(String place, String content, Map<String, Integer> searched, List<String> found) {
        searched.merge(place, 1, Integer::sum);
        if (readable(content)) {
            found.add(place);
        }
    }

    private static boolean readable(String content) {
        return TOKEN_STARTS.stream().anyMatch(content::contains);
    }

    private static String text(byte[] bytes) {
        return bytes == null ? "" : new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
