package com.deliveryhistory.tokens.grants;

import com.deliveryhistory.events.GrantId;
import java.util.List;
import java.util.Map;

/** That events were stored a moment ago, to be sent. */
public final class StoredEvents {

    private final List<GrantId> grants;
    private final Map<GrantId, List<StoredEvent>> first;

    /**
     * Tells of these grants.
     *
     * @param first all events of those among them of which nothing was stored before, which need not be read to be sent
     */
    StoredEvents(List<GrantId> grants, Map<GrantId, List<StoredEvent>> first) {
        this.grants = List.copyOf(grants);
        this.first = Map.copyOf(first);
    }

    static StoredEvents of(GrantId grant) {
        return new StoredEvents(List.of(grant), Map.of());
    }

    static StoredEvents of(List<GrantId> grants) {
        return new StoredEvents(grants, Map.of());
    }

    List<GrantId> grants() {
        return grants;
    }

    Map<GrantId, List<StoredEvent>> first() {
        return first;
    }
}
