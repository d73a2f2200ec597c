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
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.listener.BatchListenerFailedException;

/**
 * What one poll brought, in order. Some of it can be done together, which is quicker; the rest is done event by event,
 * and what fails is named exactly: so the failure policy is that of single events.
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

        Unprocessed(RuntimeException cause, int index) {
            super("A record of the batch was not processed", cause, index);
        }
    }

    /** A type of its own, by which it is seen that the reason has changed: patience with one is none with the other. */
    private static final class KeyMissing extends BatchListenerFailedException {

        @Serial
        private static final long serialVersionUID = 1L;

        KeyMissing(RuntimeException cause, int index) {
            super("A record of the batch cannot be opened with the keys that are here", cause, index);
        }
    }

    /** A record that was read: the event, or why there is none. */
    private record Read<E extends Event>(
            @Nullable EventEnvelope<E> event, @Nullable CorruptEvent corrupt) {

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

    /** A batch of events that are read already. */
    public static <E extends Event> EventBatch<E> of(List<EventEnvelope<E>> events) {
        return new EventBatch<>(
                events.stream().map(event -> new Read<>(event, null)).toList(), "process", Traces.none());
    }

    static <E extends Event> EventBatch<E> read(
            EventCodec<E> codec, List<ConsumerRecord<?, ?>> records, Traces traces) {
        List<Read<E>> read = new ArrayList<>(records.size());
        for (ConsumerRecord<?, ?> record : records) {
            try {
                read.add(new Read<>(codec.decode(record.headers(), (byte @Nullable []) record.value()), null));
            } catch (CorruptEvent e) {
                read.add(new Read<>(null, e));
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
     * @throws BatchListenerFailedException at the first record that cannot be read or whose event is not taken; what is
     *     in front of it is done, and it and what follows come again unless it is a dead letter
     */
    public void take(
            Function<List<EventEnvelope<E>>, Set<EventEnvelope<E>>> together, Consumer<EventEnvelope<E>> oneByOne) {
        Set<EventEnvelope<E>> done = takeTogether(together);
        for (int index = 0; index < records.size(); index++) {
            try {
                EventEnvelope<E> event = records.get(index).need();
                if (!done.contains(event)) {
                    traces.in(event.traceparent(), what, About.of(event.event()), () -> oneByOne.accept(event));
                }
            } catch (RuntimeException e) {
                throw e instanceof UnknownSealingKey ? new KeyMissing(e, index) : new Unprocessed(e, index);
            }
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
