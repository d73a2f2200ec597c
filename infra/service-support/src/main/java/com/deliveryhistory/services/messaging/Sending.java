package com.deliveryhistory.services.messaging;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.springframework.kafka.KafkaException;
import org.springframework.kafka.core.KafkaOperations;

/** A record that the producer has taken, and the acknowledgement that is waited for. */
record Sending(ProducerRecord<String, byte[]> record, CompletableFuture<?> acknowledgement) {

    /**
     * Hands a record to the producer.
     *
     * @throws NotPublished if it does not take it
     */
    static Sending begin(KafkaOperations<String, byte[]> kafka, ProducerRecord<String, byte[]> record) {
        try {
            return new Sending(record, kafka.send(record));
        } catch (KafkaException | org.apache.kafka.common.KafkaException e) {
            throw new NotPublished(record.topic(), reason(e));
        }
    }

    /**
     * Waits until Kafka has the record. The producer's delivery timeout bounds this.
     *
     * @throws NotPublished if Kafka does not say so
     */
    void await() {
        try {
            acknowledgement.get();
        } catch (ExecutionException e) {
            throw new NotPublished(record.topic(), reason(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotPublished(record.topic(), e);
        }
    }

    /** What Kafka itself says. */
    private static Throwable reason(Throwable failure) {
        Throwable cause = failure.getCause();
        return cause != null && (failure instanceof ExecutionException || failure instanceof KafkaException)
                ? reason(cause)
                : failure;
    }
}
