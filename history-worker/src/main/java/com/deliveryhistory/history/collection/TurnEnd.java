package com.deliveryhistory.history.collection;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How a turn ended. */
sealed interface TurnEnd {

    /** All there is up to now has been read. */
    record CaughtUp() implements TurnEnd {}

    /** There is more to read, but others have their turn first. */
    record MoreToRead() implements TurnEnd {}

    /** Somebody else has the collection now, the grant has changed, or the service is stopping. */
    record Stopped() implements TurnEnd {}

    /**
     * The grant is not active.
     *
     * @param reason token-manager's, in the grant's own terms
     */
    record NotActive(String reason) implements TurnEnd {}

    /**
     * Something does not work at the moment.
     *
     * @param after not before; {@code null} if nobody said
     */
    record Later(@Nullable Duration after, String reason) implements TurnEnd {}
}
