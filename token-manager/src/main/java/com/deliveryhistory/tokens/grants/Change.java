package com.deliveryhistory.tokens.grants;

import com.deliveryhistory.events.EventEnvelope;
import com.deliveryhistory.events.GrantEvent;
import java.util.List;

/** A grant's next state and the events that tell of it; stored together or not at all. */
public record Change(Grant next, List<EventEnvelope<GrantEvent>> events) {

    public Change {
        events = List.copyOf(events);
    }

    static Change silent(Grant next) {
        return new Change(next, List.of());
    }
}
