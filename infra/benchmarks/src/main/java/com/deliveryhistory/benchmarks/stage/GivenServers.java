package com.deliveryhistory.benchmarks.stage;

import com.deliveryhistory.events.Topics;
import com.deliveryhistory.localstack.processes.StackFailure;
import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * Servers that are already there.
 *
 * @param kafka {@code bootstrap.servers}; {@code null}: none, a broker of its own is started
 * @param mongodb connection string; {@code null}: none, a store of its own is started
 */
public record GivenServers(@Nullable String kafka, @Nullable String mongodb) {

    private static final int PATIENCE_MILLIS = 5_000;

    /** The topics that benchmarks write to. */
    static final List<String> TOPICS = List.of(
            Topics.OPT_IN_EVENTS,
            Topics.GRANT_EVENTS,
            Topics.OPT_IN.deadLetters("token-manager").name(),
            Topics.DELIVERY_EVENTS,
            Topics.GRANT.deadLetters("history-worker").name());

    /**
     * Fails unless each of them answers and can be written to without harm.
     *
     * @throws StackFailure in one line
     */
    public void requireUsable() {
        if (kafka != null) {
            requireUsableKafka(kafka);
        }
        if (mongodb != null) {
            requireUsableMongo(mongodb);
        }
    }

    private static void requireUsableKafka(String address) {
        if (!address.matches("[^\\s:,]+:\\d{1,5}(,[^\\s:,]+:\\d{1,5})*")) {
            throw StackFailure.because("--kafka takes HOST:PORT, not %s".formatted(address));
        }
        Map<String, Object> settings = Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                address,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                PATIENCE_MILLIS,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                PATIENCE_MILLIS,
                AdminClientConfig.METADATA_RECOVERY_STRATEGY_CONFIG,
                "none");
        try (Admin admin = Admin.create(settings)) {
            Set<String> there = admin.listTopics().names().get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            TOPICS.stream().filter(there::contains).findFirst().ifPresent(topic -> {
                throw StackFailure.because(
                        "Kafka at %s has the topic %s already: benchmarks fill and delete it, give them a Kafka without it"
                                .formatted(address, topic));
            });
        } catch (KafkaException | ExecutionException | java.util.concurrent.TimeoutException e) {
            throw StackFailure.because("Kafka does not answer at " + address);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw StackFailure.because("Interrupted");
        }
    }

    private static void requireUsableMongo(String uri) {
        ConnectionString parsed;
        try {
            parsed = new ConnectionString(uri);
        } catch (IllegalArgumentException e) {
            throw StackFailure.because("--mongodb takes a connection string such as mongodb://host:27017");
        }
        MongoClientSettings settings = MongoClientSettings.builder()
                .applyConnectionString(parsed)
                .applyToClusterSettings(
                        cluster -> cluster.serverSelectionTimeout(PATIENCE_MILLIS, TimeUnit.MILLISECONDS))
                .build();
        try (MongoClient client = MongoClients.create(settings)) {
            client.getDatabase("admin").runCommand(new Document("ping", 1));
        } catch (MongoException e) {
            throw StackFailure.because("MongoDB does not answer at " + String.join(",", parsed.getHosts()));
        }
    }
}
