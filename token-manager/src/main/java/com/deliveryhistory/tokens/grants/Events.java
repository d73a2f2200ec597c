package com.deliveryhistory.tokens.grants;

import com.deliveryhistory.events.EndReason;
import com.deliveryhistory.events.EventEnvelope;
import com.deliveryhistory.events.EventIds;
import com.deliveryhistory.events.GrantEvent;
import com.deliveryhistory.events.GrantEvent.GrantExpiring;
import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.events.GrantState;
import com.deliveryhistory.events.GrantStatus;
import com.deliveryhistory.tokens.grants.Grant.Ended;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the events that tell of a grant's changes; the same change always has the same id. */
final class Events {

    private static final URI SOURCE = EventEnvelope.source("token-manager");

    private Events() {}

    static EventEnvelope<GrantEvent> envelope(GrantEvent event, Instant now) {
        GrantStatus status = event.grant();
        String what = event.getClass().getSimpleName();
        if (event instanceof GrantExpiring expiring) {
            what += "/" + expiring.daysLeft();
        }
        return new EventEnvelope<>(EventIds.ofGrant(status.grantId(), status.generation(), what), SOURCE, now, event);
    }

    static Change ended(Ended next, Instant now) {
        return new Change(next, List.of(envelope(next.end().eventOf(next.status()), now)));
    }

    /**
     * What was last told, once more: as of when it came about, in an event of its own that readers have not seen.
     *
     * @param event with the time at which it is restated
     */
    static EventEnvelope<GrantEvent> again(GrantEvent event, Told told) {
        GrantStatus status = event.grant();
        String what = event.getClass().getSimpleName() + "/again/" + status.revision();
        return new EventEnvelope<>(
                EventIds.ofGrant(status.grantId(), status.generation(), what), SOURCE, told.at(), event);
    }

    static GrantStatus status(GrantId id, Facts facts, GrantState state, @Nullable EndReason reason) {
        return new GrantStatus(
                id.company(),
                id.application(),
                state,
                reason,
                facts.generation(),
                facts.revision(),
                facts.authorization().at(),
                facts.authorization().by(),
                facts.expiry().accessToken(),
                facts.expiry().refreshToken(),
                facts.causedBy());
    }
}
