package com.deliveryhistory.optin.grants;

import com.deliveryhistory.events.EventEnvelope;
import com.deliveryhistory.events.GrantEvent;
import com.deliveryhistory.events.GrantEvent.GrantExpiring;
import com.deliveryhistory.events.GrantState;
import com.deliveryhistory.events.GrantStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The latest that token-manager said about a grant.
 *
 * @param toldAt when it said so
 * @param expiringIn if it said that the authorisation could not be renewed so far: the days that were left then
 */
public record KnownGrant(
        GrantStatus status, Instant toldAt, @Nullable Integer expiringIn) {

    static KnownGrant of(EventEnvelope<GrantEvent> told) {
        Integer expiringIn = told.event() instanceof GrantExpiring expiring ? expiring.daysLeft() : null;
        return new KnownGrant(told.event().grant(), told.time(), expiringIn);
    }

    /** Whether it could not be renewed by now, as far as is known, and still runs. */
    public boolean isExpiring(Instant now) {
        return isActive() && expiringIn != null && now.isBefore(status.refreshTokenExpiresAt());
    }

    public boolean isActive() {
        return status.state() == GrantState.ACTIVE;
    }

    /** Since when the grant is in its state. */
    public Instant since() {
        return isActive() ? status.authorizedAt() : toldAt;
    }
}
