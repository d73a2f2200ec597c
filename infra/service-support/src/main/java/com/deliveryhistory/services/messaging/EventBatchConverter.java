package com.deliveryhistory.services.messaging;

import com.deliveryhistory.events.Event;
import com.deliveryhistory.events.EventCodec;
import com.deliveryhistory.services.tracing.Traces;
import java.lang.reflect.Type;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.support.Acknowledgment;
import org.springframework.kafka.support.converter.BatchMessageConverter;
import org.springframework.messaging.Message;
import org.springframework.messaging.support.MessageBuilder;

/**
 * Turns what a poll brought into an {@link EventBatch}, just before the listener and not in the deserializer: so the records
 * keep their bytes, and a dead letter is the original, unchanged. Those that cannot be read are no reason to fail here.
 */
final class EventBatchConverter<E extends Event> implements BatchMessageConverter {

    private final EventCodec<E> codec;
    private final Traces traces;

    EventBatchConverter(EventCodec<E> codec, Traces traces) {
        this.codec = codec;
        this.traces = traces;
    }

    @Override
    public Message<?> toMessage(
            List<ConsumerRecord<?, ?>> records,
            @Nullable Acknowledgment acknowledgment,
            @Nullable Consumer<?, ?> consumer,
            Type payloadType) {
        return MessageBuilder.withPayload(EventBatch.read(codec, records, traces))
                .build();
    }

    @Override
    public List<ProducerRecord<?, ?>> fromMessage(Message<?> message, String defaultTopic) {
        throw new UnsupportedOperationException("Listeners answer nothing; events go through EventPublisher");
    }
}
