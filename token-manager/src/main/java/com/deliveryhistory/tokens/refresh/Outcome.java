package com.deliveryhistory.tokens.refresh;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What came of asking UPS for a new token pair. */
sealed interface Outcome {

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

    /** UPS did nothing now, and the refresh token is as good as before. */
    record TryLater(String why) implements Outcome {}

    /** UPS may or may not have used up the refresh token: the answer did not arrive, or is none. */
    record Unclear(String why) implements Outcome {}
}
