package com.deliveryhistory.services.messaging;

import com.deliveryhistory.events.Event;
import com.deliveryhistory.events.EventCodec;
import com.deliveryhistory.events.EventEnvelope;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.springframework.kafka.KafkaException;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.kafka.support.SendResult;

/** Publishes events. What returns normally is stored on all in-sync replicas. */
public final class EventPublisher {

    private final KafkaOperations<String, byte[]> kafka;

    EventPublisher(KafkaOperations<String, byte[]> kafka) {
        this.kafka = kafka;
    }

    /**
     * Publishes an event and waits for the acknowledgement.
     *
     * @throws NotPublished if it did not come within {@code messaging.publish-timeout}
     */
    public <E extends Event> void publish(EventCodec<E> codec, EventEnvelope<? extends E> envelope) {
        publishAll(codec, List.of(envelope));
    }

    /**
     * Publishes events in this order and waits for all acknowledgements. After a failure publish all of them again:
     * readers recognise a repeat by its id.
     *
     * @throws NotPublished if one did not come within {@code messaging.publish-timeout}
     */
    public <E extends Event> void publishAll(
            EventCodec<E> codec, List<? extends EventEnvelope<? extends E>> envelopes) {
        try {
            List<CompletableFuture<SendResult<String, byte[]>>> sent = envelopes.stream()
                    .map(envelope -> kafka.send(codec.encode(envelope)))
                    .toList();
            for (CompletableFuture<SendResult<String, byte[]>> acknowledgement : sent) {
                acknowledgement.get(); // the producer's delivery timeout bounds this
            }
        } catch (ExecutionException e) {
            throw new NotPublished(codec.topic(), e.getCause() == null ? e : e.getCause());
        } catch (KafkaException | org.apache.kafka.common.KafkaException e) {
            throw new NotPublished(codec.topic(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotPublished(codec.topic(), e);
        }
    }
}
