package com.deliveryhistory.tokens.grants;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Up to when authorisations are void, whatever order the news of them arrives in. Remembered even where there is no
 * authorisation yet, for one that is older may still arrive.
 *
 * @param passwordChangedAt what was authorised before is void by a change of the UPS.com password; {@code null} if none is
 *     known
 * @param withdrawnAt what was authorised before is withdrawn; {@code null} if no withdrawal is known
 * @param erasedAt when the company was erased: it takes back what was authorised before, and nobody is named for it any
 *     more; {@code null} if it never was
 */
public record Horizons(
        @Nullable Instant passwordChangedAt,
        @Nullable Instant withdrawnAt,
        @Nullable Instant erasedAt) {

    public static final Horizons NONE = new Horizons(null, null, null);

    public static Horizons passwordChanged(Instant at) {
        return new Horizons(at, null, null);
    }

    public static Horizons withdrawn(Instant at) {
        return new Horizons(null, at, null);
    }

    public static Horizons erased(Instant at) {
        return new Horizons(null, null, at);
    }

    /** The later of each. */
    public Horizons and(Horizons other) {
        return new Horizons(
                later(passwordChangedAt, other.passwordChangedAt),
                later(withdrawnAt, other.withdrawnAt),
                later(erasedAt, other.erasedAt));
    }

    /** How an authorisation of this time ended, if it is void. A withdrawal outweighs a password change. */
    Optional<End> of(Instant authorizedAt) {
        if (isBefore(authorizedAt, withdrawnAt) || isBefore(authorizedAt, erasedAt)) {
            return Optional.of(End.WITHDRAWN);
        }
        return isBefore(authorizedAt, passwordChangedAt) ? Optional.of(End.PASSWORD_CHANGED) : Optional.empty();
    }

    /** What may be kept and told of an authorisation. */
    Authorization known(Authorization authorization) {
        return erase(authorization.at()) ? authorization.erased() : authorization;
    }

    /** Whether the company was erased after an authorisation of this time. */
    public boolean erase(Instant authorizedAt) {
        return isBefore(authorizedAt, erasedAt);
    }

    private static boolean isBefore(Instant at, @Nullable Instant horizon) {
        return horizon != null && at.isBefore(horizon);
    }

    private static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isAfter(other) ? one : other;
    }
}
