package com.deliveryhistory.events;

import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Kafka's way to {@link EventCodec#decode}. Throws {@link CorruptEvent} for a record that is not an event; wrap it (for
 * instance in Spring Kafka's {@code ErrorHandlingDeserializer}) so that such a record does not stop the consumer.
 */
public final class EventDeserializer<E extends Event> implements Deserializer<EventEnvelope<E>> {

    private final EventCodec<E> codec;

    public EventDeserializer(EventCodec<E> codec) {
        this.codec = codec;
    }

    @Override
    public EventEnvelope<E> deserialize(String topic, byte @Nullable [] data) {
        return deserialize(topic, new RecordHeaders(), data);
    }

    @Override
    public EventEnvelope<E> deserialize(String topic, Headers headers, byte @Nullable [] data) {
        return codec.decode(headers, data);
    }
}
