package com.deliveryhistory.services.messaging;

import com.deliveryhistory.events.CorruptEvent;
import com.deliveryhistory.events.Event;
import com.deliveryhistory.events.EventCodec;
import com.deliveryhistory.events.EventEnvelope;
import com.deliveryhistory.services.auth.ServiceIdentity;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;

/**
 * Reads dead letters, and replays them after a repair. Joins no consumer group, so that it disturbs no listener. Both
 * work on what is there when they begin: a letter that fails again lands behind that, for the next time.
 */
public final class DeadLetterTopics {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(500);

    private final KafkaProperties kafka;
    private final String consumer;
    private final DeadLetters deadLetters;

    DeadLetterTopics(KafkaProperties kafka, ServiceIdentity identity, DeadLetters deadLetters) {
        this.kafka = kafka;
        this.consumer = identity.name();
        this.deadLetters = deadLetters;
    }

    /** The topic with what this service could not process of another. */
    public String of(EventCodec<?> codec) {
        return DeadLetters.topicOf(codec.topic(), consumer);
    }

    /**
     * Reads letters, each partition's oldest first.
     *
     * @param from first offset to read of a partition
     * @param wantsMore takes a letter and says whether to go on
     * @throws org.apache.kafka.common.KafkaException if Kafka does not answer within ten seconds
     */
    public void read(String topic, ToLongFunction<TopicPartition> from, Predicate<DeadLetter> wantsMore) {
        walk(topic, from, record -> wantsMore.test(DeadLetter.of(record)));
    }

    /** How many letters have not been replayed. */
    public long waiting(EventCodec<?> codec, ReplayPositions positions) {
        try (KafkaConsumer<String, byte[]> reader = reader()) {
            return spans(reader, of(codec), positions::next).stream()
                    .mapToLong(span -> span.end() - span.start())
                    .sum();
        }
    }

    /**
     * Hands every letter that was not replayed yet to the handler, each partition's in order, and notes after each that
     * it was. One that can never be processed becomes a dead letter again, with its {@code dlt_replays} raised.
     *
     * @param told of each letter, and of what came of it
     * @throws ReplayStopped at the first letter that fails for any other reason, as in an outage, or if somebody else is
     *     replaying too; nothing from that letter on counts as replayed
     * @throws org.apache.kafka.common.KafkaException if Kafka does not answer within ten seconds
     */
    public <E extends Event> void replay(
            EventCodec<E> codec, ReplayPositions positions, Consumer<EventEnvelope<E>> handler, Told told) {
        Map<TopicPartition, Long> reached = new HashMap<>();
        walk(of(codec), partition -> reached.computeIfAbsent(partition, positions::next), record -> {
            DeadLetter letter = DeadLetter.of(record);
            TopicPartition partition = new TopicPartition(record.topic(), record.partition());
            long position = reached.getOrDefault(partition, 0L);
            if (positions.next(partition) != position) {
                throw ReplayStopped.somebodyElseIsAtIt();
            }
            boolean applied = apply(codec, record, letter, handler);
            if (!positions.advance(partition, position, record.offset() + 1)) {
                throw ReplayStopped.somebodyElseIsAtIt();
            }
            reached.put(partition, record.offset() + 1);
            told.replayed(letter, applied);
            return true;
        });
    }

    private <E extends Event> boolean apply(
            EventCodec<E> codec,
            ConsumerRecord<String, byte[]> record,
            DeadLetter letter,
            Consumer<EventEnvelope<E>> handler) {
        try {
            handler.accept(codec.decode(record.headers(), record.value()));
            return true;
        } catch (CorruptEvent | ClassCastException poison) { // as the listeners' own policy has it
            try {
                deadLetters.failedAgain(record, poison);
                return false;
            } catch (RuntimeException e) {
                throw ReplayStopped.atLetter(letter, e);
            }
        } catch (RuntimeException e) {
            throw ReplayStopped.atLetter(letter, e);
        }
    }

    private void walk(
            String topic, ToLongFunction<TopicPartition> from, Predicate<ConsumerRecord<String, byte[]>> wantsMore) {
        try (KafkaConsumer<String, byte[]> reader = reader()) {
            for (Span span : spans(reader, topic, from)) {
                if (!walk(reader, span, wantsMore)) {
                    return;
                }
            }
        }
    }

    private static boolean walk(
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
                throw new org.apache.kafka.common.errors.TimeoutException("No records of " + partition + " came");
            }
        }
        return true;
    }

    /** What is to be read of each partition that has anything to read. */
    private static List<Span> spans(KafkaConsumer<?, ?> reader, String topic, ToLongFunction<TopicPartition> from) {
        List<TopicPartition> partitions = reader.listTopics(PATIENCE).getOrDefault(topic, List.of()).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .sorted(Comparator.comparingInt(TopicPartition::partition))
                .toList();
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
        Map<String, Object> settings = new HashMap<>(kafka.buildConsumerProperties());
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        settings.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
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

    /** What a replay says as it goes. */
    @FunctionalInterface
    public interface Told {

        /**
         * A letter was replayed.
         *
         * @param applied false if it is a dead letter again
         */
        void replayed(DeadLetter letter, boolean applied);
    }
}
