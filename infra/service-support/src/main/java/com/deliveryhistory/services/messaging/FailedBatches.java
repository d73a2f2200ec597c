package com.deliveryhistory.services.messaging;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.springframework.kafka.listener.BatchListenerFailedException;
import org.springframework.kafka.listener.ConsumerAwareRecordRecoverer;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.listener.MessageListenerContainer;
import org.springframework.util.backoff.BackOff;

/**
 * Keeps the partitions of a batch apart. Spring Kafka commits what is in front of the record that failed, and has all that is
 * behind it come again, whatever its partition: so the partitions in which nothing failed are put in front, and of several
 * records that failed one is handled first that holds its partition no more.
 */
final class FailedBatches extends DefaultErrorHandler {

    private final BiPredicate<ConsumerRecord<?, ?>, Exception> holdsNoMore;

    FailedBatches(
            ConsumerAwareRecordRecoverer recoverer,
            BackOff pauses,
            BiPredicate<ConsumerRecord<?, ?>, Exception> holdsNoMore) {
        super(recoverer, pauses);
        this.holdsNoMore = holdsNoMore;
    }

    @Override
    public void handleBatch(
            Exception thrown,
            ConsumerRecords<?, ?> data,
            Consumer<?, ?> consumer,
            MessageListenerContainer container,
            Runnable invokeListener) {
        List<BatchListenerFailedException> failures = failures(thrown);
        if (failures.isEmpty()) {
            super.handleBatch(thrown, data, consumer, container, invokeListener);
            return;
        }
        BatchListenerFailedException next = failures.stream()
                .filter(failure -> !(failure instanceof EventBatch.NotTaken))
                .filter(failure -> holdsNoMore.test(record(failure), failure))
                .findFirst()
                .orElse(failures.getFirst()); // which was tried
        Set<TopicPartition> behind = new LinkedHashSet<>();
        behind.add(partition(next));
        failures.forEach(failure -> behind.add(partition(failure)));
        super.handleBatch(next, ordered(data, behind), consumer, container, invokeListener);
    }

    private static <K, V> ConsumerRecords<K, V> ordered(ConsumerRecords<K, V> data, Set<TopicPartition> behind) {
        Map<TopicPartition, List<ConsumerRecord<K, V>>> records = new LinkedHashMap<>();
        Stream.concat(data.partitions().stream().filter(partition -> !behind.contains(partition)), behind.stream())
                .forEach(partition -> records.put(partition, data.records(partition)));
        return new ConsumerRecords<>(records, data.nextOffsets());
    }

    private static List<BatchListenerFailedException> failures(Throwable thrown) {
        if (thrown instanceof BatchListenerFailedException first && first.getRecord() != null) {
            return Stream.concat(Stream.of(first), Stream.of(first.getSuppressed()))
                    .filter(BatchListenerFailedException.class::isInstance)
                    .map(BatchListenerFailedException.class::cast)
                    .toList();
        }
        return thrown.getCause() == null ? List.of() : failures(thrown.getCause());
    }

    private static ConsumerRecord<?, ?> record(BatchListenerFailedException failure) {
        return Objects.requireNonNull(failure.getRecord());
    }

    private static TopicPartition partition(BatchListenerFailedException failure) {
        ConsumerRecord<?, ?> record = record(failure);
        return new TopicPartition(record.topic(), record.partition());
    }
}
