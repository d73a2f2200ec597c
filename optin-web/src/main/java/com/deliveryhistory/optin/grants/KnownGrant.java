package com.deliveryhistory.optin.grants;

import com.deliveryhistory.events.GrantState;
import com.deliveryhistory.events.GrantStatus;
import java.time.Instant;

/**
 * The latest that token-manager said about a grant.
 *
 * @param toldAt when it said so
 */
public record KnownGrant(GrantStatus status, Instant toldAt) {

    public boolean isActive() {
        return status.state() == GrantState.ACTIVE;
    }

    /** Since when the grant is in its state. */
    public Instant since() {
        return isActive() ? status.authorizedAt() : toldAt;
    }
}
