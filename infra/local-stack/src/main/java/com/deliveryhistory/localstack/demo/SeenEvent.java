package com.deliveryhistory.localstack.demo;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * An event as a plain consumer reads it.
 *
 * @param type name of the event without prefix and version
 * @param at when it was written to Kafka
 */
record SeenEvent(String topic, String type, String key, Instant at) {

    static SeenEvent of(ConsumerRecord<String, String> read) {
        Header type = read.headers().lastHeader("ce_type");
        String name = type == null ? "(no ce_type)" : new String(type.value(), StandardCharsets.UTF_8);
        return new SeenEvent(
                read.topic(),
                name.replaceFirst("^com\\.deliveryhistory\\.(\\w+)\\.v\\d+$", "$1"),
                String.valueOf(read.key()),
                Instant.ofEpochMilli(read.timestamp()));
    }

    boolean is(String expectedType, String expectedKeyStart) {
        return type.equals(expectedType) && key.startsWith(expectedKeyStart);
    }
}
