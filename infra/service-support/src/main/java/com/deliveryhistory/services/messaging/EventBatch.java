package com.deliveryhistory.services.messaging;

import com.deliveryhistory.events.CorruptEvent;
import com.deliveryhistory.events.Event;
import com.deliveryhistory.events.EventCodec;
import com.deliveryhistory.events.EventEnvelope;
import com.deliveryhistory.events.sealing.UnknownSealingKey;
import com.deliveryhistory.services.tracing.About;
import com.deliveryhistory.services.tracing.Traces;
import java.io.Serial;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.listener.BatchListenerFailedException;

/**
 * What one poll brought, in order. Some of it can be done together, which is quicker; the rest is done event by event,
 * and what fails is named exactly: so the failure policy is that of single events, and a record holds its own partition only.
 */
public final class EventBatch<E extends Event> {

    private static final Logger log = LoggerFactory.getLogger(EventBatch.class);

    private final List<Read<E>> records;
    private final String what;
    private final Traces traces;

    /** A record failed, and may for as long as it likes. */
    private static final class Unprocessed extends BatchListenerFailedException {

        @Serial
        private static final long serialVersionUID = 1L;

        Unprocessed(RuntimeException cause, ConsumerRecord<?, ?> record) {
            super("A record of the batch was not processed", cause, record);
        }
    }

    /** A type of its own, by which it is seen that the reason has changed: patience with one is none with the other. */
    private static final class KeyMissing extends BatchListenerFailedException {

        @Serial
        private static final long serialVersionUID = 1L;

        KeyMissing(RuntimeException cause, ConsumerRecord<?, ?> record) {
            super("A record of the batch cannot be opened with the keys that are here", cause, record);
        }
    }

    /** Nothing was tried with this record and what follows it in its partition: it comes again. */
    static final class NotTaken extends BatchListenerFailedException {

        @Serial
        private static final long serialVersionUID = 1L;

        NotTaken(ConsumerRecord<?, ?> record) {
            super("A record of the batch was not tried, as another one met an outage", record);
        }
    }

    /** A record that was read: the event, or why there is none. */
    private record Read<E extends Event>(
            ConsumerRecord<?, ?> record,
            @Nullable EventEnvelope<E> event,
            @Nullable CorruptEvent corrupt) {

        TopicPartition partition() {
            return new TopicPartition(record.topic(), record.partition());
        }

        EventEnvelope<E> need() {
            if (event == null) {
                throw Objects.requireNonNull(corrupt);
            }
            return event;
        }
    }

    private EventBatch(List<Read<E>> records, String what, Traces traces) {
        this.records = records;
        this.what = what;
        this.traces = traces;
    }

    /** A batch of events that are read already, as if one partition had brought them. */
    public static <E extends Event> EventBatch<E> of(List<EventEnvelope<E>> events) {
        List<Read<E>> read = new ArrayList<>(events.size());
        for (EventEnvelope<E> event : events) {
            read.add(new Read<>(new ConsumerRecord<>("events", 0, read.size(), "", ""), event, null));
        }
        return new EventBatch<>(read, "process", Traces.none());
    }

    static <E extends Event> EventBatch<E> read(
            EventCodec<E> codec, List<ConsumerRecord<?, ?>> records, Traces traces) {
        List<Read<E>> read = new ArrayList<>(records.size());
        for (ConsumerRecord<?, ?> record : records) {
            try {
                read.add(new Read<>(record, codec.decode(record.headers(), (byte @Nullable []) record.value()), null));
            } catch (CorruptEvent e) {
                read.add(new Read<>(record, null, e));
            }
        }
        return new EventBatch<>(read, "process " + codec.topic(), traces);
    }

    /**
     * Takes the events: as many as possible together, then each of the others in its order.
     *
     * @param together does what it can of the events, in whatever order is as good as theirs, and says which are done. If
     *     it fails, none is, and what it did is done again
     * @param oneByOne takes an event, again if need be
     * @throws BatchListenerFailedException of the first record that cannot be read or whose event is not taken; suppressed in
     *     it, those of other partitions. What follows such a record in its partition is not taken, since order demands that,
     *     and the other partitions are. But if the reason is an outage, which would only be waited for with each of them,
     *     nothing more is taken: of each other partition the first that was not is told as {@link NotTaken}
     */
    public void take(
            Function<List<EventEnvelope<E>>, Set<EventEnvelope<E>>> together, Consumer<EventEnvelope<E>> oneByOne) {
        takeEach(takeTogether(together), oneByOne);
    }

    /**
     * Takes the events one by one, each in its order.
     *
     * @param oneByOne takes an event, again if need be
     * @throws BatchListenerFailedException as {@link #take}
     */
    public void each(Consumer<EventEnvelope<E>> oneByOne) {
        takeEach(Set.of(), oneByOne);
    }

    private void takeEach(Set<EventEnvelope<E>> done, Consumer<EventEnvelope<E>> oneByOne) {
        Map<TopicPartition, BatchListenerFailedException> held = new LinkedHashMap<>();
        boolean outage = false;
        for (Read<E> read : records) {
            if (held.containsKey(read.partition()) || (read.event() != null && done.contains(read.event()))) {
                continue;
            }
            if (outage) {
                held.put(read.partition(), new NotTaken(read.record()));
                continue;
            }
            try {
                EventEnvelope<E> event = read.need();
                traces.in(event.traceparent(), what, About.of(event.event()), () -> oneByOne.accept(event));
            } catch (RuntimeException e) {
                held.put(
                        read.partition(),
                        e instanceof UnknownSealingKey
                                ? new KeyMissing(e, read.record())
                                : new Unprocessed(e, read.record()));
                outage = FailurePolicy.isOutage(e);
            }
        }
        Iterator<BatchListenerFailedException> failures = held.values().iterator();
        if (failures.hasNext()) {
            BatchListenerFailedException first = failures.next();
            failures.forEachRemaining(first::addSuppressed);
            throw first;
        }
    }

    private Set<EventEnvelope<E>> takeTogether(Function<List<EventEnvelope<E>>, Set<EventEnvelope<E>>> together) {
        List<EventEnvelope<E>> events =
                records.stream().map(Read::event).filter(Objects::nonNull).toList();
        Instant begun = Instant.now();
        try {
            Set<EventEnvelope<E>> done = together.apply(events);
            done.forEach(event -> trace(event, begun));
            return done;
        } catch (RuntimeException e) {
            log.warn("{} events were not taken together, they are taken one by one: {}", events.size(), e.toString());
            return Set.of();
        }
    }

    private void trace(EventEnvelope<E> done, Instant begun) {
        if (done.traceparent() != null) {
            traces.done(done.traceparent(), what, About.of(done.event()), begun);
        }
    }
}
