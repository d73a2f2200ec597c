package com.deliveryhistory.services.messaging;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * A record that a consumer could not process, as it lies in the dead-letter topic.
 *
 * @param at when it was put there
 * @param reason why, in words that quote nothing of the record
 * @param exception class of the failure
 * @param replays how often a replay could not process it either
 * @param originalPartition in which partition of the topic that it came from it was; absent if nobody said
 * @param originalOffset where it was there; absent if nobody said
 * @param eventType CloudEvents type; absent if it has none
 * @param value as it came; may be poison
 */
public record DeadLetter(
        String topic,
        int partition,
        long offset,
        Instant at,
        @Nullable String key,
        @Nullable String reason,
        @Nullable String exception,
        int replays,
        @Nullable String originalTopic,
        @Nullable String originalPartition,
        @Nullable String originalOffset,
        @Nullable String eventType,
        @Nullable String eventId,
        @Nullable String value) {

    static DeadLetter of(ConsumerRecord<String, byte[]> record) {
        return new DeadLetter(
                record.topic(),
                record.partition(),
                record.offset(),
                Instant.ofEpochMilli(record.timestamp()),
                record.key(),
                header(record, DeadLetters.REASON),
                header(record, DeadLetters.EXCEPTION),
                DeadLetters.replays(record.headers()),
                header(record, DeadLetters.ORIGINAL_TOPIC),
                header(record, DeadLetters.ORIGINAL_PARTITION),
                header(record, DeadLetters.ORIGINAL_OFFSET),
                header(record, "ce_type"),
                header(record, "ce_id"),
                record.value() == null ? null : new String(record.value(), StandardCharsets.UTF_8));
    }

    private static @Nullable String header(ConsumerRecord<?, ?> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }
}
