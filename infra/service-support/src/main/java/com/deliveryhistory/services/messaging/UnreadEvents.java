package com.deliveryhistory.services.messaging;

import com.deliveryhistory.services.metrics.Counted;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.core.KafkaAdmin;

/**
 * Measures how far behind the service's consumer group is in a topic, by what it has committed: so a record that is tried
 * again and again counts, and a partition that nobody reads. The client's own lag shows neither: it counts from where the
 * consumer is in fetching, which is past every record that it holds.
 */
final class UnreadEvents implements AutoCloseable {

    private static final Duration COUNT_AGAIN_AFTER = Duration.ofSeconds(5);
    private static final int PATIENCE = Math.toIntExact(Duration.ofSeconds(5).toMillis());

    private final KafkaAdmin kafka;
    private final String group;
    private final MeterRegistry metrics;
    private @Nullable Admin admin;

    UnreadEvents(KafkaAdmin kafka, String group, MeterRegistry metrics) {
        this.kafka = kafka;
        this.group = group;
        this.metrics = metrics;
    }

    /** Counts from the first time that somebody asks for it. */
    void measure(String topic) {
        Counted<Long> unread = new Counted<>(COUNT_AGAIN_AFTER, () -> count(topic));
        Gauge.builder("events.unread", unread, counted -> counted.read(Long::doubleValue))
                .description("Records of the topic that the service has not dealt with yet")
                .tag("topic", topic)
                .tag("consumer", group)
                .strongReference(true)
                .register(metrics);
    }

    @Override
    public synchronized void close() {
        if (admin != null) {
            admin.close(Duration.ZERO);
            admin = null;
        }
    }

    private long count(String topic) {
        try {
            return count(client(), topic);
        } catch (ExecutionException e) {
            throw new KafkaException("Kafka does not say how far behind the group is", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException(e);
        }
    }

    private long count(Admin client, String topic) throws ExecutionException, InterruptedException {
        List<TopicPartition> partitions = client.describeTopics(List.of(topic)).allTopicNames().get().values().stream()
                .flatMap(found -> found.partitions().stream())
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
        Map<TopicPartition, OffsetAndMetadata> committed = client.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get();
        Map<TopicPartition, Long> first = offsets(client, partitions, OffsetSpec.earliest());
        return offsets(client, partitions, OffsetSpec.latest()).entrySet().stream()
                .mapToLong(end -> {
                    OffsetAndMetadata next = committed.get(end.getKey());
                    // a group that has committed nothing starts with the first record that is there
                    long read = Math.max(next == null ? 0 : next.offset(), first.getOrDefault(end.getKey(), 0L));
                    return Math.max(0, end.getValue() - read);
                })
                .sum();
    }

    private static Map<TopicPartition, Long> offsets(Admin client, List<TopicPartition> partitions, OffsetSpec which)
            throws ExecutionException, InterruptedException {
        return client
                .listOffsets(partitions.stream().collect(Collectors.toMap(partition -> partition, partition -> which)))
                .all()
                .get()
                .entrySet()
                .stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, known -> known.getValue().offset()));
    }

    private synchronized Admin client() {
        if (admin == null) {
            Map<String, Object> settings = new HashMap<>(kafka.getConfigurationProperties());
            settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE);
            settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE);
            admin = Admin.create(settings);
        }
        return admin;
    }
}
