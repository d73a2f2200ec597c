package com.deliveryhistory.history.access;

import java.time.Instant;

/**
 * A token for calls to UPS. Held in memory only; prints without its value.
 *
 * @param generation number of the token pair that it belongs to
 */
public record AccessToken(String value, long generation, Instant expiresAt) {

    public String authorization() {
        return "Bearer " + value;
    }

    @Override
    public String toString() {
        return "AccessToken[generation=%d, expiresAt=%s]".formatted(generation, expiresAt);
    }
}
