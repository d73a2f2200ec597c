package com.deliveryhistory.localstack.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads all event topics from their start, dead letters included, with a plain consumer. For one thread. */
final class TopicTail implements AutoCloseable {

    private static final Duration MOMENT = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final KafkaConsumer<String, String> consumer;
    private final List<SeenEvent> all = new ArrayList<>();
    private int shown;

    TopicTail(String bootstrapServers) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "enable.auto.commit",
                false,
                "auto.offset.reset",
                "earliest",
                "allow.auto.create.topics",
                false);
        consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer());
    }

    /** Reads what has come, waiting a moment for more. */
    void read() {
        assignNewPartitions();
        if (consumer.assignment().isEmpty()) {
            return;
        }
        var ends = consumer.endOffsets(consumer.assignment(), PATIENCE);
        do {
            consumer.poll(MOMENT).forEach(record -> all.add(SeenEvent.of(record)));
        } while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue()));
    }

    /** All events so far, in the order in which they were read. */
    List<SeenEvent> all() {
        return List.copyOf(all);
    }

    /** Events since this was last asked. */
    List<SeenEvent> takeNew() {
        var fresh = List.copyOf(all.subList(shown, all.size()));
        shown = all.size();
        return fresh;
    }

    @Override
    public void close() {
        consumer.close();
    }

    private void assignNewPartitions() {
        Set<TopicPartition> assigned = consumer.assignment();
        Set<TopicPartition> there = consumer.listTopics(PATIENCE).entrySet().stream()
                .filter(topic -> topic.getKey().contains(".events.v"))
                .flatMap(topic -> topic.getValue().stream())
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .collect(Collectors.toSet());
        if (!assigned.containsAll(there)) {
            consumer.assign(
                    Stream.concat(assigned.stream(), there.stream()).distinct().toList());
        }
    }
}
