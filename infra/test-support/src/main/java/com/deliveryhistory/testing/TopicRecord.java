package com.deliveryhistory.testing;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * A record of a topic as a plain consumer sees it.
 *
 * @param value {@code null} for a tombstone
 * @param headers the last one of a name, read as UTF-8
 */
public record TopicRecord(
        String topic,
        int partition,
        long offset,
        Instant at,
        @Nullable String key,
        @Nullable String value,
        Map<String, String> headers) {

    static TopicRecord of(ConsumerRecord<String, String> read) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (Header header : read.headers()) {
            byte[] bytes = header.value();
            headers.put(header.key(), bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8));
        }
        return new TopicRecord(
                read.topic(),
                read.partition(),
                read.offset(),
                Instant.ofEpochMilli(read.timestamp()),
                read.key(),
                read.value(),
                headers);
    }

    /** The CloudEvents type, e.g. {@code com.deliveryhistory.GrantActivated.v1}; empty if the record has none. */
    public String type() {
        return headers.getOrDefault("ce_type", "");
    }
}
