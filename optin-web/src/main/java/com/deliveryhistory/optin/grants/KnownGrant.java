package com.deliveryhistory.optin.grants;

import com.deliveryhistory.events.EventEnvelope;
import com.deliveryhistory.events.GrantEvent;
import com.deliveryhistory.events.GrantEvent.GrantExpiring;
import com.deliveryhistory.events.GrantState;
import com.deliveryhistory.events.GrantStatus;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The latest that token-manager said about a grant.
 *
 * @param toldAt when that came about
 * @param expiringIn if it said that the authorisation could not be renewed so far: the days that were left then
 */
public record KnownGrant(
        GrantStatus status, Instant toldAt, @Nullable Integer expiringIn) {

    static KnownGrant of(EventEnvelope<GrantEvent> told) {
        Integer expiringIn = told.event() instanceof GrantExpiring expiring ? expiring.daysLeft() : null;
        return new KnownGrant(told.event().grant(), told.time(), expiringIn);
    }

    /** Whether the other says nothing new of the grant but its revision, names and the like. */
    boolean saysTheSameAs(KnownGrant other) {
        return status.state() == other.status.state()
                && status.reason() == other.status.reason()
                && status.authorizedAt().equals(other.status.authorizedAt())
                && Objects.equals(expiringIn, other.expiringIn);
    }

    /** The same, with all else that the other says. */
    KnownGrant restatedBy(KnownGrant other) {
        return new KnownGrant(other.status, toldAt, expiringIn);
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
