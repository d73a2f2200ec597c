package com.deliveryhistory.optin.upsusers;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A UPS.com user that an admin named for an application. A name holds for one opt-in: who opts in the next time may be
 * somebody else at UPS.com, and what happens to the earlier user must not end that opt-in.
 *
 * @param inForceSince when the opt-in was authorised that is in force, as far as is known here; {@code null} if none is
 */
public record NamedUser(UpsUser user, Of of, @Nullable Instant inForceSince) {

    /** The opt-in that the user is named for. */
    public enum Of {
        /** None was in force when the user was named. */
        NEXT_OPT_IN,
        /** The one that is in force, or was the last. */
        PRESENT_OPT_IN,
        /** Somebody has opted in since; nobody said that it was the same user. */
        EARLIER_OPT_IN
    }

    public boolean isOfEarlierOptIn() {
        return of == Of.EARLIER_OPT_IN;
    }
}
