package com.deliveryhistory.services.messaging;

import com.deliveryhistory.events.Event;
import com.deliveryhistory.events.EventCodec;
import com.deliveryhistory.events.EventEnvelope;
import com.deliveryhistory.events.Topic;
import com.deliveryhistory.services.auth.ServiceIdentity;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.springframework.kafka.core.ConsumerFactory;

/**
 * Reads dead letters, and replays them after a repair. Both work on what is there when they begin: a letter that
 * fails again lands behind that, for the next time.
 */
public final class DeadLetterTopics {

    private final TopicWalk walk;
    private final String consumer;
    private final DeadLetters deadLetters;

    DeadLetterTopics(ConsumerFactory<?, ?> consumers, ServiceIdentity identity, DeadLetters deadLetters) {
        this.walk = new TopicWalk(consumers);
        this.consumer = identity.name();
        this.deadLetters = deadLetters;
    }

    /** The topic with what this service could not process of another. */
    public String of(EventCodec<?> codec) {
        return Topic.deadLettersOf(codec.topic(), consumer);
    }

    /**
     * Reads letters, each partition's oldest first.
     *
     * @param from first offset to read of a partition
     * @param wantsMore takes a letter and says whether to go on
     * @throws org.apache.kafka.common.KafkaException if Kafka does not answer within ten seconds
     */
    public void read(String topic, ToLongFunction<TopicPartition> from, Predicate<DeadLetter> wantsMore) {
        walk.read(topic, from, record -> wantsMore.test(DeadLetter.of(record)));
    }

    /** How many letters have not been replayed. */
    public long waiting(EventCodec<?> codec, ReplayPositions positions) {
        return walk.count(of(codec), positions::next);
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
        walk.read(of(codec), partition -> reached.computeIfAbsent(partition, positions::next), record -> {
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
        } catch (RuntimeException failure) {
            if (!FailurePolicy.staysDead(failure)) {
                throw ReplayStopped.atLetter(letter, failure);
            }
            try {
                deadLetters.failedAgain(record, failure);
                return false;
            } catch (RuntimeException e) {
                throw ReplayStopped.atLetter(letter, e);
            }
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
