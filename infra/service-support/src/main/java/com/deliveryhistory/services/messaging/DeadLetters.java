package com.deliveryhistory.services.messaging;

import com.deliveryhistory.events.CorruptEvent;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer.HeaderNames.HeadersToAdd;

/**
 * Moves a record that can never be processed to {@code <topic>.<consumer>.dlt}, unchanged, with text headers that say
 * why and where it came from. A failed write throws, so that nothing is committed.
 */
final class DeadLetters {

    private DeadLetters() {}

    static DeadLetterPublishingRecoverer of(String consumer, KafkaOperations<String, byte[]> kafka) {
        DeadLetterPublishingRecoverer recoverer = new DeadLetterPublishingRecoverer(
                kafka,
                (record, failure) -> new TopicPartition(record.topic() + "." + consumer + ".dlt", record.partition()));
        // Spring's own headers are binary numbers and a stack trace; operators read these with plain tools instead
        recoverer.excludeHeader(HeadersToAdd.values());
        recoverer.setHeadersFunction((record, failure) -> headers(consumer, record, failure));
        recoverer.setFailIfSendResultIsError(true);
        return recoverer;
    }

    private static Headers headers(String consumer, ConsumerRecord<?, ?> record, Exception failure) {
        Throwable cause = cause(failure);
        Headers headers = new RecordHeaders();
        add(headers, "dlt_reason", reason(cause));
        add(headers, "dlt_exception", cause.getClass().getName());
        add(headers, "dlt_consumer", consumer);
        add(headers, "dlt_original_topic", record.topic());
        add(headers, "dlt_original_partition", Integer.toString(record.partition()));
        add(headers, "dlt_original_offset", Long.toString(record.offset()));
        return headers;
    }

    /** Only our own exception's words are known to quote nothing of the record. */
    private static String reason(Throwable cause) {
        return cause instanceof CorruptEvent && cause.getMessage() != null
                ? cause.getMessage()
                : "The consumer cannot process the record; its log has the details";
    }

    private static Throwable cause(Throwable failure) {
        Throwable cause = failure;
        while (!(cause instanceof CorruptEvent) && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static void add(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
