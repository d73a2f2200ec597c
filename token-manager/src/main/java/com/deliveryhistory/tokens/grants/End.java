package com.deliveryhistory.tokens.grants;

import com.deliveryhistory.events.EndReason;
import com.deliveryhistory.events.GrantEvent;
import com.deliveryhistory.events.GrantEvent.GrantExpired;
import com.deliveryhistory.events.GrantEvent.GrantInvalidated;
import com.deliveryhistory.events.GrantEvent.GrantWithdrawn;
import com.deliveryhistory.events.GrantState;
import com.deliveryhistory.events.GrantStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How an authorisation can end. */
public enum End {
    PASSWORD_CHANGED(GrantState.INVALIDATED, EndReason.PASSWORD_CHANGED),
    REFRESH_REJECTED(GrantState.INVALIDATED, EndReason.REFRESH_REJECTED),
    ROTATION_LOST(GrantState.INVALIDATED, EndReason.ROTATION_LOST),
    EXPIRED(GrantState.EXPIRED, null),
    WITHDRAWN(GrantState.WITHDRAWN, null);

    private final GrantState state;
    private final @Nullable EndReason reason;

    End(GrantState state, @Nullable EndReason reason) {
        this.state = state;
        this.reason = reason;
    }

    public GrantState state() {
        return state;
    }

    public @Nullable EndReason reason() {
        return reason;
    }

    /** When it may have come about, where that was not kept; {@code null}: nobody knows. */
    @Nullable
    Instant guessedAt(Horizons horizons, Expiry expiry) {
        return switch (this) {
            case PASSWORD_CHANGED -> horizons.passwordChangedAt();
            case REFRESH_REJECTED, ROTATION_LOST -> expiry.accessToken(); // a refresh is due shortly before
            case EXPIRED -> expiry.refreshToken();
            case WITHDRAWN -> horizons.withdrawnAt() == null ? horizons.erasedAt() : horizons.withdrawnAt();
        };
    }

    /** The event that tells of it. */
    GrantEvent eventOf(GrantStatus status) {
        return switch (this) {
            case PASSWORD_CHANGED, REFRESH_REJECTED, ROTATION_LOST -> new GrantInvalidated(status);
            case EXPIRED -> new GrantExpired(status);
            case WITHDRAWN -> new GrantWithdrawn(status);
        };
    }
}
