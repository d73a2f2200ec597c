package com.deliveryhistory.tokens.refresh;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What came of asking UPS for a new token pair. */
sealed interface Outcome {

    /** What it says about the application as a whole. */
    default Strain strain() {
        return Strain.NONE;
    }

    /**
     * UPS gave new tokens.
     *
     * @param refreshToken {@code null}: none in the answer, the old one stays
     * @param accessTokenLife {@code null}: UPS did not say, or nothing sensible
     * @param refreshTokenLife {@code null}: UPS did not say, or nothing sensible
     */
    record Renewed(
            String accessToken,
            @Nullable String refreshToken,
            @Nullable Duration accessTokenLife,
            @Nullable Duration refreshTokenLife)
            implements Outcome {

        @Override
        public String toString() {
            return "Renewed[…]";
        }
    }

    /** UPS does not accept the refresh token, said beyond doubt. The only answer that ends a grant. */
    record Refused() implements Outcome {}

    /**
     * UPS did nothing now, and the refresh token is as good as before.
     *
     * @param after how long UPS asks to wait ({@code Retry-After}, RFC 9110 section 10.2.3); {@code null}: it did not say
     */
    record TryLater(String why, Strain strain, @Nullable Duration after) implements Outcome {}

    /** UPS may or may not have used up the refresh token: the answer did not arrive, or is none. */
    record Unclear(String why, Strain strain) implements Outcome {}
}
