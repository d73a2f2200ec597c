package com.deliveryhistory.tokens.grants;

import com.deliveryhistory.events.EventEnvelope;
import com.deliveryhistory.events.GrantEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A grant's next state and the events that tell of it; stored together or not at all. */
public record Change(Grant next, List<EventEnvelope<GrantEvent>> events) {

    public Change {
        events = List.copyOf(events);
    }

    /** The same, with the events in the course of this; {@code null}: nobody knows of what. */
    public Change inTrace(@Nullable String traceparent) {
        return new Change(
                next, events.stream().map(event -> event.inTrace(traceparent)).toList());
    }

    static Change silent(Grant next) {
        return new Change(next, List.of());
    }
}
