package com.deliveryhistory.testing;

import com.deliveryhistory.servers.EmbeddedKafka;
import com.deliveryhistory.servers.EmbeddedMongo;
import com.mongodb.ConnectionString;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.mongodb.MongoDBContainer;

/** The servers that all tests of this JVM share; each starts when it is first asked for and ends with the JVM. */
final class Servers {

    private static final String KAFKA_IMAGE = "apache/kafka:4.2.0";
    private static final String MONGO_IMAGE = "mongo:8.0.12";

    private static final Deque<AutoCloseable> running = new ArrayDeque<>();
    private static final Once<TestKafka> kafka = new Once<>(Servers::findKafka);
    private static final Once<ConnectionString> mongo = new Once<>(Servers::findMongo);
    private static final Once<MongoClient> client = new Once<>(() -> closing(MongoClients.create(mongo.get())));

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(Servers::closeAll, "close-test-servers"));
    }

    private Servers() {}

    static TestKafka kafka() {
        return kafka.get();
    }

    static TestMongo newDatabase() {
        String name = "test-" + UUID.randomUUID();
        MongoClient server = mongoClient(); // running before the database's end is noted, so that it ends after it
        closing(() -> server.getDatabase(name).drop());
        return new TestMongo(mongo.get(), name);
    }

    static MongoClient mongoClient() {
        return client.get();
    }

    private static TestKafka findKafka() {
        String given = System.getProperty("kafka", "");
        if (!given.isBlank()) {
            return TestKafka.at(given);
        }
        if (containers()) {
            // as the embedded one: a reader that is still there would make anew what a test deletes
            var container =
                    closing(new KafkaContainer(KAFKA_IMAGE).withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false"));
            container.start();
            return TestKafka.at(container.getBootstrapServers());
        }
        return TestKafka.at(closing(EmbeddedKafka.startTemporary()).bootstrapServers());
    }

    private static ConnectionString findMongo() {
        String given = System.getProperty("mongodb", "");
        if (!given.isBlank()) {
            return new ConnectionString(given);
        }
        if (containers()) {
            var container = closing(new MongoDBContainer(MONGO_IMAGE).withReplicaSet());
            container.start();
            return new ConnectionString(container.getReplicaSetUrl("admin"));
        }
        return new ConnectionString(closing(EmbeddedMongo.startInMemory()).uri());
    }

    private static boolean containers() {
        return "containers".equals(System.getProperty("servers"));
    }

    private static <T extends AutoCloseable> T closing(T server) {
        synchronized (running) {
            running.push(server);
        }
        return server;
    }

    private static void closeAll() {
        synchronized (running) {
            for (AutoCloseable server : running) {
                try {
                    server.close();
                } catch (Exception e) {
                    System.err.println("A test server did not close: " + e);
                }
            }
        }
    }

    private static final class Once<T> {
        private final Supplier<T> supplier;
        private @Nullable T value;

        Once(Supplier<T> supplier) {
            this.supplier = supplier;
        }

        synchronized T get() {
            T present = value;
            if (present == null) {
                present = supplier.get();
                value = present;
            }
            return present;
        }
    }
}
