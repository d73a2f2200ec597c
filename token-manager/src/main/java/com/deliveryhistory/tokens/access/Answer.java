package com.deliveryhistory.tokens.access;

import com.deliveryhistory.tokens.grants.End;
import java.time.Duration;
import java.time.Instant;

/** What a request for an access token can lead to. */
sealed interface Answer {

    /** Here it is. */
    record Handed(String accessToken, long generation, Instant expiresAt) implements Answer {

        @Override
        public String toString() {
            return "Handed[generation=" + generation + "]";
        }
    }

    /** Nobody ever opted in. */
    record NoGrant() implements Answer {}

    /** The grant is over. */
    record NotActive(End end) implements Answer {}

    /** The token needs a refresh, and there is none now. */
    record TryLater(Obstacle why, Duration after) implements Answer {}

    /** UPS refused this generation, which was obtained a moment ago because it had refused the one before. */
    record TooSoon(Duration after) implements Answer {}
}
