package com.deliveryhistory.tokens.grants;

import org.jspecify.annotations.Nullable;

/**
 * What is public about a grant besides its state.
 *
 * @param generation number of the token pair: plus one with each opt-in and each refresh
 * @param revision number of the public change: plus one with every event
 * @param causedBy id of the event that led to the present state, if one did
 */
public record Facts(
        long generation,
        long revision,
        Authorization authorization,
        Expiry expiry,
        @Nullable String causedBy) {

    Facts revised(long newRevision) {
        return new Facts(generation, newRevision, authorization, expiry, causedBy);
    }

    /** The same, with another account of who authorised. */
    Facts of(Authorization other) {
        return new Facts(generation, revision, other, expiry, causedBy);
    }
}
