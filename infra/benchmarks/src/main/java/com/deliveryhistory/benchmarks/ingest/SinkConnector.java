package com.deliveryhistory.benchmarks.ingest;

import com.deliveryhistory.benchmarks.stage.ProcessorTime;
import com.deliveryhistory.benchmarks.stage.Service;
import com.deliveryhistory.benchmarks.stage.Stage;
import com.deliveryhistory.benchmarks.stage.Stopwatch;
import com.mongodb.client.MongoDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * MongoDB's connector in a standalone worker of Kafka Connect, which writes the same documents from Kafka to the store: as
 * JSON, each replaced or inserted under its id, unordered, a task per core.
 */
final class SinkConnector implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final String CONNECTOR = "bench-sink";
    private static final String TOPIC = "bench-documents-";

    private final Stage stage;
    private final MongoDatabase database;
    private final Documents documents;
    private final Service worker;
    private final KafkaProducer<String, String> producer;
    private final Map<String, Long> expected = new TreeMap<>();
    private int round;

    SinkConnector(Stage stage, Documents documents) throws IOException {
        this.stage = stage;
        this.documents = documents;
        this.database = stage.database("sink");
        int cores = Runtime.getRuntime().availableProcessors();
        documents.byCollection().keySet().forEach(name -> stage.makeTopic(TOPIC + name, cores));
        this.worker = stage.connectWorker(port -> {
            return List.of(
                    write(stage.folder().resolve("connect-worker.properties"), worker(port)),
                    write(stage.folder().resolve("connect-sink.properties"), sink(cores)));
        });
        this.producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        stage.kafka(),
                        ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                        "bench-documents",
                        ProducerConfig.LINGER_MS_CONFIG,
                        5),
                new StringSerializer(),
                new StringSerializer());
        producer.initTransactions();
    }

    /** Seconds from the moment when the documents of so many companies can be seen in Kafka until all are stored. */
    double seconds(int companies) {
        String prefix = "sink-" + round++ + "-";
        producer.beginTransaction();
        documents.byCollection().forEach((name, all) -> {
            documents.copies(name, companies, prefix).forEach(document -> {
                var unused = producer.send(
                        new ProducerRecord<>(TOPIC + name, String.valueOf(document.get("_id")), document.toJson()));
            });
            expected.merge(name, (long) all.size() * companies, Long::sum);
        });
        producer.flush();
        Stopwatch watch = Stopwatch.start();
        producer.commitTransaction();
        stage.await(
                "All documents stored by the connector",
                PATIENCE,
                () -> expected.entrySet().stream()
                        .allMatch(collection ->
                                database.getCollection(collection.getKey()).estimatedDocumentCount()
                                        >= collection.getValue()));
        return watch.seconds();
    }

    ProcessorTime processorTime() {
        return worker.processorTime();
    }

    private Map<String, String> worker(int port) {
        return Map.of(
                "bootstrap.servers", stage.kafka(),
                "listeners", "http://127.0.0.1:" + port,
                "key.converter", "org.apache.kafka.connect.storage.StringConverter",
                "value.converter", "org.apache.kafka.connect.storage.StringConverter",
                "offset.storage.file.filename",
                        stage.folder().resolve("connect.offsets").toString(),
                "consumer.isolation.level", "read_committed",
                "consumer.auto.offset.reset", "earliest");
    }

    private Map<String, String> sink(int tasks) {
        Map<String, String> settings = new TreeMap<>(Map.of(
                "name",
                CONNECTOR,
                "connector.class",
                "com.mongodb.kafka.connect.MongoSinkConnector",
                "tasks.max",
                Integer.toString(tasks),
                "topics",
                documents.byCollection().keySet().stream()
                        .map(name -> TOPIC + name)
                        .collect(Collectors.joining(",")),
                "connection.uri",
                stage.mongodb("sink"),
                "database",
                database.getName(),
                "document.id.strategy",
                "com.mongodb.kafka.connect.sink.processor.id.strategy.ProvidedInValueStrategy",
                "writemodel.strategy",
                "com.mongodb.kafka.connect.sink.writemodel.strategy.ReplaceOneDefaultStrategy",
                "bulk.write.ordered",
                "false"));
        documents
                .byCollection()
                .keySet()
                .forEach(name -> settings.put("topic.override.%s%s.collection".formatted(TOPIC, name), name));
        return settings;
    }

    private static Path write(Path file, Map<String, String> settings) {
        try {
            return Files.write(
                    file,
                    settings.entrySet().stream()
                            .map(setting -> setting.getKey() + "=" + setting.getValue())
                            .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
    }
}
