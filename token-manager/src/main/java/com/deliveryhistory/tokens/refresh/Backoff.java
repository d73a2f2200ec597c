package com.deliveryhistory.tokens.refresh;

import java.time.Duration;

/** Pauses that double each time up to a longest one, and are spread by a quarter either way. */
final class Backoff {

    private Backoff() {}

    /**
     * The pause after this many failures in a row.
     *
     * @param random from 0 to 1
     */
    static Duration pause(Duration first, Duration longest, int failures, double random) {
        Duration pause = first;
        for (int i = 1; i < failures && pause.compareTo(longest) < 0; i++) {
            pause = pause.multipliedBy(2);
        }
        if (pause.compareTo(longest) > 0) {
            pause = longest;
        }
        return Duration.ofMillis(Math.round(pause.toMillis() * (0.75 + 0.5 * random)));
    }
}
