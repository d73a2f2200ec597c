package com.deliveryhistory.services.messaging;

import com.deliveryhistory.events.Event;
import com.deliveryhistory.events.EventCodec;
import com.deliveryhistory.events.EventEnvelope;
import com.deliveryhistory.services.tracing.About;
import com.deliveryhistory.services.tracing.Traces;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.springframework.kafka.KafkaException;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.kafka.support.SendResult;

/** Publishes events. What returns normally is stored on all in-sync replicas. */
public final class EventPublisher {

    private final KafkaOperations<String, byte[]> kafka;
    private final Traces traces;

    EventPublisher(KafkaOperations<String, byte[]> kafka, Traces traces) {
        this.kafka = kafka;
        this.traces = traces;
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
        publishRecords(envelopes.stream().map(codec::encode).toList());
    }

    /**
     * The same with events that are encoded already, each record for the first time.
     *
     * @throws NotPublished if one did not come within {@code messaging.publish-timeout}
     */
    public void publishRecords(List<ProducerRecord<String, byte[]>> records) {
        Instant begun = Instant.now();
        List<CompletableFuture<SendResult<String, byte[]>>> sent = new ArrayList<>(records.size());
        for (ProducerRecord<String, byte[]> record : records) {
            sent.add(send(record));
        }
        for (int i = 0; i < sent.size(); i++) {
            await(sent.get(i), records.get(i).topic());
            trace(records.get(i), begun);
        }
    }

    private void trace(ProducerRecord<String, byte[]> published, Instant begun) {
        String traceparent = EventCodec.traceparent(published.headers());
        if (traceparent != null) {
            traces.done(traceparent, "publish " + published.topic(), About.key(published.key()), begun);
        }
    }

    private CompletableFuture<SendResult<String, byte[]>> send(ProducerRecord<String, byte[]> record) {
        try {
            return kafka.send(record);
        } catch (KafkaException | org.apache.kafka.common.KafkaException e) {
            throw new NotPublished(record.topic(), e);
        }
    }

    /** The producer's delivery timeout bounds this. */
    private static void await(CompletableFuture<?> acknowledgement, String topic) {
        try {
            acknowledgement.get();
        } catch (ExecutionException e) {
            throw new NotPublished(topic, e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotPublished(topic, e);
        }
    }
}
