package com.deliveryhistory.services.messaging;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.springframework.kafka.core.ConsumerFactory;

/**
 * Reads a topic up to its end as it is at the beginning, one partition after the other. Joins no consumer group, so that
 * it disturbs no listener. Throws Kafka's exceptions if it does not answer within ten seconds.
 */
final class TopicWalk {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(500);

    private final ConsumerFactory<?, ?> consumers;

    /**
     * Reads with consumers of its own.
     *
     * @param consumers knows how to reach Kafka
     */
    TopicWalk(ConsumerFactory<?, ?> consumers) {
        this.consumers = consumers;
    }

    /** Reads until the taker wants no more. */
    void read(String topic, ToLongFunction<TopicPartition> from, Predicate<ConsumerRecord<String, byte[]>> wantsMore) {
        try (KafkaConsumer<String, byte[]> reader = reader()) {
            List<TopicPartition> partitions = partitions(reader, topic);
            read(reader, spans(reader, partitions, from), wantsMore);
        }
    }

    /**
     * Reads some partitions, one after the other.
     *
     * @param choice gives their numbers, of so many
     */
    void readSome(
            String topic, IntFunction<List<Integer>> choice, Predicate<ConsumerRecord<String, byte[]>> wantsMore) {
        try (KafkaConsumer<String, byte[]> reader = reader()) {
            List<TopicPartition> partitions = partitions(reader, topic);
            if (!partitions.isEmpty()) {
                List<TopicPartition> some = choice.apply(partitions.size()).stream()
                        .map(partitions::get)
                        .toList();
                read(reader, spans(reader, some, partition -> 0), wantsMore);
            }
        }
    }

    /** How many records there are from these positions on. */
    long count(String topic, ToLongFunction<TopicPartition> from) {
        try (KafkaConsumer<String, byte[]> reader = reader()) {
            return spans(reader, partitions(reader, topic), from).stream()
                    .mapToLong(span -> span.end() - span.start())
                    .sum();
        }
    }

    private static void read(
            KafkaConsumer<String, byte[]> reader,
            List<Span> spans,
            Predicate<ConsumerRecord<String, byte[]>> wantsMore) {
        for (Span span : spans) {
            if (!read(reader, span, wantsMore)) {
                return;
            }
        }
    }

    private static boolean read(
            KafkaConsumer<String, byte[]> reader, Span span, Predicate<ConsumerRecord<String, byte[]>> wantsMore) {
        TopicPartition partition = span.partition();
        reader.assign(List.of(partition));
        reader.seek(partition, span.start());
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (reader.position(partition, PATIENCE) < span.end()) {
            for (ConsumerRecord<String, byte[]> record : reader.poll(POLL)) {
                if (record.offset() >= span.end()) {
                    return true;
                }
                if (!wantsMore.test(record)) {
                    return false;
                }
                deadline = System.nanoTime() + PATIENCE.toNanos();
            }
            if (System.nanoTime() > deadline) {
                throw new TimeoutException("No records of " + partition + " came");
            }
        }
        return true;
    }

    private static List<TopicPartition> partitions(KafkaConsumer<?, ?> reader, String topic) {
        return reader.listTopics(PATIENCE).getOrDefault(topic, List.of()).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .sorted(Comparator.comparingInt(TopicPartition::partition))
                .toList();
    }

    /** What is to be read of each partition that has anything to read. */
    private static List<Span> spans(
            KafkaConsumer<?, ?> reader, List<TopicPartition> partitions, ToLongFunction<TopicPartition> from) {
        reader.assign(partitions); // asked for the ends of others, the consumer warns of each
        Map<TopicPartition, Long> starts = reader.beginningOffsets(partitions, PATIENCE);
        Map<TopicPartition, Long> ends = reader.endOffsets(partitions, PATIENCE);
        return partitions.stream()
                .map(partition -> Span.of(
                        partition,
                        starts.getOrDefault(partition, 0L),
                        from.applyAsLong(partition),
                        ends.getOrDefault(partition, 0L)))
                .filter(span -> span.start() < span.end())
                .toList();
    }

    private KafkaConsumer<String, byte[]> reader() {
        Map<String, Object> settings = new HashMap<>(consumers.getConfigurationProperties());
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        settings.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
        settings.remove(ConsumerConfig.GROUP_PROTOCOL_CONFIG);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        // the fetch that waits for more at the end of a partition would keep the next one waiting, too
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 10);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(CommonClientConfigs.METADATA_RECOVERY_STRATEGY_CONFIG, "none");
        return new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
    }

    /** Some records of a partition: the end is the first offset that is not among them. */
    private record Span(TopicPartition partition, long start, long end) {

        /** A position behind the end is one of an earlier topic of the same name, which was deleted. */
        static Span of(TopicPartition partition, long beginning, long position, long end) {
            return new Span(partition, position > end ? beginning : Math.max(beginning, position), end);
        }
    }
}
