package com.deliveryhistory.tokens.grants;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Up to when authorisations are void, whatever order the news of them arrives in. Remembered even where there is no
 * authorisation yet, for one that is older may still arrive.
 *
 * @param passwordChangedAt latest known change of the UPS.com password; {@code null} if none is known
 * @param withdrawnAt latest known withdrawal; {@code null} if none is known
 */
public record Horizons(
        @Nullable Instant passwordChangedAt, @Nullable Instant withdrawnAt) {

    public static final Horizons NONE = new Horizons(null, null);

    public static Horizons passwordChanged(Instant at) {
        return new Horizons(at, null);
    }

    public static Horizons withdrawn(Instant at) {
        return new Horizons(null, at);
    }

    /** The later of each. */
    public Horizons and(Horizons other) {
        return new Horizons(later(passwordChangedAt, other.passwordChangedAt), later(withdrawnAt, other.withdrawnAt));
    }

    /** How an authorisation of this time ended, if it is void. A withdrawal outweighs a password change. */
    Optional<End> of(Instant authorizedAt) {
        if (withdrawnAt != null && authorizedAt.isBefore(withdrawnAt)) {
            return Optional.of(End.WITHDRAWN);
        }
        if (passwordChangedAt != null && authorizedAt.isBefore(passwordChangedAt)) {
            return Optional.of(End.PASSWORD_CHANGED);
        }
        return Optional.empty();
    }

    private static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isAfter(other) ? one : other;
    }
}
