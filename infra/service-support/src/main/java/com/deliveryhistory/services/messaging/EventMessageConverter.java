package com.deliveryhistory.services.messaging;

import com.deliveryhistory.events.Event;
import com.deliveryhistory.events.EventCodec;
import com.deliveryhistory.events.EventEnvelope;
import java.lang.reflect.Type;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.support.converter.RecordMessageConverter;
import org.springframework.messaging.Message;
import org.springframework.messaging.support.MessageBuilder;

/**
 * Turns a record into its event just before the listener, not in the deserializer: so the record itself keeps its bytes
 * and a dead letter is the original, unchanged.
 */
final class EventMessageConverter<E extends Event> implements RecordMessageConverter {

    private final EventCodec<E> codec;

    EventMessageConverter(EventCodec<E> codec) {
        this.codec = codec;
    }

    @Override
    public Message<?> toMessage(
            ConsumerRecord<?, ?> record,
            @Nullable Object acknowledgment,
            @Nullable Object consumer,
            @Nullable Type payloadType) {
        EventEnvelope<E> envelope = codec.decode(record.headers(), (byte @Nullable []) record.value());
        return MessageBuilder.withPayload(envelope).build();
    }

    @Override
    public ProducerRecord<?, ?> fromMessage(Message<?> message, @Nullable String defaultTopic) {
        throw new UnsupportedOperationException("Listeners answer nothing; events go through EventPublisher");
    }
}
