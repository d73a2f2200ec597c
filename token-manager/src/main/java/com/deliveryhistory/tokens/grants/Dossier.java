package com.deliveryhistory.tokens.grants;

import com.deliveryhistory.events.EventEnvelope;
import com.deliveryhistory.events.GrantEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that is stored of a grant, for operators to look at.
 *
 * @param fence number of the last lease; 0: it was never leased
 * @param attempt the refresh that is under way or was cut off; {@code null}: there is none
 * @param outbox events that Kafka does not have yet, in order
 */
public record Dossier(Grant grant, long fence, @Nullable Attempt attempt, List<EventEnvelope<GrantEvent>> outbox) {

    public Dossier {
        outbox = List.copyOf(outbox);
    }
}
