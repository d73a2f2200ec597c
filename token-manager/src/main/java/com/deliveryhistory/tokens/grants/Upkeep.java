package com.deliveryhistory.tokens.grants;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What keeping an active grant's tokens fresh needs to know.
 *
 * @param obtainedAt when this token pair was obtained, by the clock that its expiry is reckoned by
 * @param refreshTokenSince when the refresh token's present life began
 * @param nextRefreshAt when a refresh is due
 * @param handedOutAt when a token was last handed out, to the hour; {@code null}: never
 * @param failures refreshes in a row that UPS did not answer for good
 * @param expiryMark days of the last {@code GrantExpiring} of the refresh token's present life; 0: none yet
 * @param leasedUntil until when somebody is refreshing, or was when it crashed; {@code null}: nobody is
 */
public record Upkeep(
        Instant obtainedAt,
        Instant refreshTokenSince,
        Instant nextRefreshAt,
        @Nullable Instant handedOutAt,
        int failures,
        int expiryMark,
        @Nullable Instant leasedUntil) {

    /** The upkeep of a pair that an admin just brought. */
    public static Upkeep ofNew(Instant obtainedAt, Instant nextRefreshAt, @Nullable Instant handedOutAt) {
        return new Upkeep(obtainedAt, obtainedAt, nextRefreshAt, handedOutAt, 0, 0, null);
    }

    Upkeep markedAt(int days) {
        return new Upkeep(obtainedAt, refreshTokenSince, nextRefreshAt, handedOutAt, failures, days, leasedUntil);
    }
}
