package com.deliveryhistory.tokens.grants;

import java.time.Instant;

/**
 * What others were last told of a grant, as far as its state does not say it. Kept so that it can be told again as what it
 * was, and as of when it was.
 *
 * @param at when it came about
 * @param renewal whether it was that the refresh token, which had been said to run out, was renewed
 */
public record Told(Instant at, boolean renewal) {

    static Told at(Instant now) {
        return new Told(now, false);
    }
}
