package com.deliveryhistory.tokens.grants;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is public about a grant besides its state.
 *
 * @param generation number of the token pair: plus one with each opt-in and each refresh
 * @param revision number of the public change: plus one with every event
 * @param causedBy id of the event that led to the present state, if one did
 * @param told what others were last told; telling it again does not change it
 */
public record Facts(
        long generation,
        long revision,
        Authorization authorization,
        Expiry expiry,
        @Nullable String causedBy,
        Told told) {

    Facts revised(long newRevision) {
        return new Facts(generation, newRevision, authorization, expiry, causedBy, told);
    }

    /**
     * The same after a public change that leaves the token pair as it is.
     *
     * @param known what may still be told of who authorised
     * @param by id of the event that led to it, if one did
     */
    Facts changed(Authorization known, @Nullable String by, Instant now) {
        return new Facts(generation, revision + 1, known, expiry, by, Told.at(now));
    }

    /** The same, with another account of who authorised. */
    Facts of(Authorization other) {
        return new Facts(generation, revision, other, expiry, causedBy, told);
    }

    /** The same, with something else that others are told. */
    Facts of(Told other) {
        return new Facts(generation, revision, authorization, expiry, causedBy, other);
    }
}
