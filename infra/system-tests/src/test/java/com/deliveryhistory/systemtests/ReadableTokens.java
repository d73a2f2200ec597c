package com.deliveryhistory.systemtests;

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

/**
 * A search for readable tokens in every topic, collection, log and span of a stack. The sandbox's tokens start with words
 * that can be searched for.
 */
public final class ReadableTokens {

    private static final List<String> TOKEN_STARTS = List.of("sbx-at-", "sbx-rt-");

    private final Map<String, Integer> searched = new HashMap<>();
    private final List<String> found = new ArrayList<>();

    private ReadableTokens() {}

    public static ReadableTokens search(LocalStack stack) throws IOException {
        var search = new ReadableTokens();
        search.searchTopics(stack);
        search.searchDatabases(stack);
        search.searchLogs(stack);
        search.searchTraces(stack);
        return search;
    }

    /** The places where there is one. */
    public List<String> found() {
        return List.copyOf(found);
    }

    /** How much was looked at in each place. */
    Map<String, Integer> searched() {
        return Map.copyOf(searched);
    }

    private void searchTopics(LocalStack stack) {
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
                    look(place, text(record.key()) + text(record.value()));
                    record.headers().forEach(header -> look(place, text(header.value())));
                }
            }
        }
    }

    private void searchDatabases(LocalStack stack) {
        try (MongoClient client = MongoClients.create(stack.mongodb(Part.TOKEN_MANAGER))) {
            for (String database : client.listDatabaseNames()) {
                for (String collection : client.getDatabase(database).listCollectionNames()) {
                    for (RawBsonDocument document : client.getDatabase(database)
                            .getCollection(collection, RawBsonDocument.class)
                            .find()) {
                        look(
                                "collection " + database + "." + collection,
                                text(document.getByteBuffer().array()));
                    }
                }
            }
        }
    }

    private void searchLogs(LocalStack stack) throws IOException {
        try (Stream<Path> logs = Files.walk(stack.logs())) {
            for (Path log : logs.filter(Files::isRegularFile).toList()) {
                String name = log.getFileName().toString().replaceAll("\\.log.*", "");
                look("log " + name, text(Files.readAllBytes(log)));
            }
        }
    }

    private void searchTraces(LocalStack stack) throws IOException {
        if (stack.traces().isPresent()) {
            look("traces", text(Files.readAllBytes(stack.traces().get())));
        }
    }

    private void look(String place, String content) {
        searched.merge(place, 1, Integer::sum);
        if (readable(content)) {
            found.add(place);
        }
    }

    static boolean readable(String content) {
        return TOKEN_STARTS.stream().anyMatch(content::contains);
    }

    private static String text(byte[] bytes) {
        return bytes == null ? "" : new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
