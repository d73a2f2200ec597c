package com.deliveryhistory.services.messaging;

import com.deliveryhistory.events.Event;
import com.deliveryhistory.events.EventCodec;
import com.deliveryhistory.events.EventEnvelope;
import com.deliveryhistory.services.tracing.About;
import com.deliveryhistory.services.tracing.Traces;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.springframework.kafka.core.KafkaOperations;

/** Publishes events. What returns normally is stored on all in-sync replicas. */
public final class EventPublisher {

    private final KafkaOperations<String, byte[]> kafka;
    private final Duration timeout;
    private final Traces traces;
    private final LongSupplier nanos;

    /**
     * Publishes through a producer that obeys these.
     *
     * @param timeout the producer's {@code delivery.timeout.ms} and its {@code max.block.ms}
     */
    EventPublisher(KafkaOperations<String, byte[]> kafka, Duration timeout, Traces traces) {
        this(kafka, timeout, traces, System::nanoTime);
    }

    /**
     * The same by another clock.
     *
     * @param nanos as {@link System#nanoTime}
     */
    EventPublisher(KafkaOperations<String, byte[]> kafka, Duration timeout, Traces traces, LongSupplier nanos) {
        this.kafka = kafka;
        this.timeout = timeout;
        this.traces = traces;
        this.nanos = nanos;
    }

    /**
     * How long publishing may take, however many events: none is handed to the producer later than half a timeout after the
     * first, each may have to wait a timeout for it, and has another to be delivered in. What is not acknowledged by then
     * this process neither sends nor sends again.
     */
    public Duration longest() {
        return timeout.multipliedBy(5).dividedBy(2);
    }

    /**
     * Publishes an event and waits for the acknowledgement.
     *
     * @throws NotPublished if it did not come in {@linkplain #longest time}
     */
    public <E extends Event> void publish(EventCodec<E> codec, EventEnvelope<? extends E> envelope) {
        publishAll(codec, List.of(envelope));
    }

    /**
     * Publishes events in this order and waits for all acknowledgements. After a failure publish all of them again:
     * readers recognise a repeat by its id.
     *
     * @throws NotPublished if one did not come in {@linkplain #longest time}, and when all of them are done with: no other
     *     is under way then, unless the thread was interrupted
     */
    public <E extends Event> void publishAll(
            EventCodec<E> codec, List<? extends EventEnvelope<? extends E>> envelopes) {
        publishRecords(envelopes.stream().map(codec::encode).toList());
    }

    /**
     * The same with events that are encoded already, each record for the first time. A record that Kafka does not take keeps
     * back the later ones of its key only.
     *
     * @throws NotPublished as {@link #publishAll}, for the first that failed; it knows of which keys all are acknowledged
     */
    public void publishRecords(List<ProducerRecord<String, byte[]>> records) {
        Instant begun = Instant.now();
        long start = nanos.getAsLong();
        List<Sending> sendings = new ArrayList<>(records.size());
        Set<String> failed = new HashSet<>();
        RuntimeException failure = null;
        boolean takesOthers = true;
        for (ProducerRecord<String, byte[]> record : records) {
            if (!takesOthers || failed.contains(record.key())) {
                failed.add(record.key());
                continue;
            }
            try {
                sendings.add(send(record, start));
            } catch (RuntimeException e) {
                failed.add(record.key());
                takesOthers = e instanceof NotPublished refused && refused.isOfEvent();
                failure = failure == null ? e : failure;
            }
        }
        for (Sending sending : sendings) {
            try {
                sending.await();
                trace(sending.record(), begun);
            } catch (NotPublished e) {
                failed.add(sending.record().key());
                failure = failure == null ? e : failure;
            }
        }
        if (failure != null) {
            throw failure instanceof NotPublished first
                    ? first.withAcknowledged(keysWithout(failed, records))
                    : failure;
        }
    }

    private static Set<String> keysWithout(Set<String> failed, List<ProducerRecord<String, byte[]>> records) {
        Set<String> keys = new HashSet<>();
        records.forEach(record -> keys.add(record.key()));
        keys.removeAll(failed);
        return keys;
    }

    private void trace(ProducerRecord<String, byte[]> published, Instant begun) {
        String traceparent = EventCodec.traceparent(published.headers());
        if (traceparent != null) {
            traces.done(traceparent, "publish " + published.topic(), About.key(published.key()), begun);
        }
    }

    private Sending send(ProducerRecord<String, byte[]> record, long start) {
        if (nanos.getAsLong() - start > timeout.toNanos() / 2) {
            throw new NotPublished(
                    record.topic(), new TimeoutException("The producer took those before it too slowly"));
        }
        return Sending.begin(kafka, record);
    }
}
