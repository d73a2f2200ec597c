package com.deliveryhistory.tokens.grants;

import com.deliveryhistory.events.EventEnvelope;
import com.deliveryhistory.events.GrantEvent;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that is stored of a grant, for operators to look at.
 *
 * @param fence number of the last lease; 0: it was never leased
 * @param attempt the refresh that is under way or was cut off; {@code null}: there is none
 * @param unreadableSince when its tokens were found not to open with the keys that are there; {@code null}: they were not
 * @param outbox events that Kafka does not have yet, in order
 * @param unreadableEvents how many more of them cannot be read; none is sent until those are taken away
 */
public record Dossier(
        Grant grant,
        long fence,
        @Nullable Attempt attempt,
        @Nullable Instant unreadableSince,
        List<Waiting> outbox,
        int unreadableEvents) {

    public Dossier {
        outbox = List.copyOf(outbox);
    }

    /**
     * An event that Kafka does not have.
     *
     * @param since since when it is to be sent, which may be long after what it tells of came about
     */
    public record Waiting(EventEnvelope<GrantEvent> event, Instant since) {}

    /** Whether Kafka has every event. */
    public boolean isSent() {
        return outbox.isEmpty() && unreadableEvents == 0;
    }
}
