package com.deliveryhistory.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads topics from their start to their end with a plain consumer that belongs to no group. */
public final class TopicReader {

    private TopicReader() {}

    /** All records that are in a topic now; none if there is no such topic. */
    public static List<TopicRecord> read(String bootstrapServers, String topic) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "auto.offset.reset",
                "earliest",
                "enable.auto.commit",
                false,
                "allow.auto.create.topics",
                false,
                "isolation.level",
                "read_committed",
                "fetch.max.wait.ms", // closing waits for a fetch that is under way
                10);
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            List<PartitionInfo> infos = consumer.listTopics(Patience.LIMIT).getOrDefault(topic, List.of());
            var partitions = infos.stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            if (partitions.isEmpty()) {
                return List.of();
            }
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            return readTo(consumer, consumer.endOffsets(partitions, Patience.LIMIT));
        }
    }

    private static List<TopicRecord> readTo(KafkaConsumer<String, String> consumer, Map<TopicPartition, Long> ends) {
        List<TopicRecord> records = new ArrayList<>();
        long deadline = System.nanoTime() + Patience.LIMIT.toNanos();
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("Did not reach " + ends + " within " + Patience.LIMIT);
            }
            consumer.poll(Duration.ofMillis(200)).forEach(read -> records.add(TopicRecord.of(read)));
        }
        return List.copyOf(records);
    }
}
