package com.deliveryhistory.benchmarks.stage;

import com.deliveryhistory.events.Topics;
import com.deliveryhistory.localstack.processes.StackFailure;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.jspecify.annotations.Nullable;

/** The topics and consumer groups of one run. */
final class KafkaTopics {

    private final String bootstrapServers;
    private final List<String> made = new ArrayList<>();
    private final Set<String> groups = new HashSet<>();

    KafkaTopics(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    /**
     * Makes the product's topics.
     *
     * @param replicas {@code null}: as the servers have it
     */
    void makeProducts(@Nullable Short replicas) {
        make(List.of(
                Topics.OPT_IN.toNewTopic(replicas),
                Topics.GRANT.toNewTopic(replicas),
                Topics.OPT_IN.deadLetters("token-manager").toNewTopic(replicas),
                Topics.DELIVERY.toNewTopic(replicas),
                Topics.GRANT.deadLetters("history-worker").toNewTopic(replicas)));
    }

    void make(String name, int partitions) {
        make(List.of(new NewTopic(name, Optional.of(partitions), Optional.empty())));
    }

    /** A consumer group that is going to be used. */
    void uses(String group) {
        groups.add(group);
    }

    private void make(List<NewTopic> topics) {
        try (Admin admin = admin()) {
            admin.createTopics(topics).all().get();
            topics.forEach(topic -> made.add(topic.name()));
        } catch (ExecutionException e) {
            throw StackFailure.because("Kafka makes no topics: " + e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw StackFailure.because("Interrupted");
        }
    }

    /** Deletes what was made and used. */
    void delete() {
        if (made.isEmpty()) {
            return;
        }
        try (Admin admin = admin()) {
            admin.deleteTopics(made).all().get();
            admin.deleteConsumerGroups(groups).all().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Admin admin() {
        return Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
    }
}
