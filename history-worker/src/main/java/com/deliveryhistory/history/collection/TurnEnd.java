package com.deliveryhistory.history.collection;

import com.deliveryhistory.history.access.TokenAnswer;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How a turn ended. */
sealed interface TurnEnd {

    /** There is nothing left to do for now. */
    record Done() implements TurnEnd {}

    /** There is more to do, but others have their turn first. */
    record More() implements TurnEnd {}

    /** The turn was over before a call could be made: others kept UPS busy, or UPS is down. */
    record OutOfTime() implements TurnEnd {}

    /** Somebody else has the collection now, the grant has changed, or the service is stopping. */
    record Stopped() implements TurnEnd {}

    /** token-manager gives a token after it had refused one: there is work at once. */
    record TokenAgain() implements TurnEnd {}

    /**
     * The grant is not active.
     *
     * @param reason token-manager's, in the grant's own terms
     */
    record NotActive(String reason) implements TurnEnd {

        static NotActive because(TokenAnswer.NotActive ended) {
            return new NotActive(Objects.requireNonNullElse(ended.reason(), ended.state()));
        }
    }

    /**
     * Something does not work at the moment.
     *
     * @param after not before; {@code null} if nobody said
     */
    record Later(@Nullable Duration after, String reason, Problem problem) implements TurnEnd {

        static Later because(TokenAnswer.TryLater noToken) {
            return new Later(
                    noToken.after(), noToken.reason(), noToken.upsAway() ? Problem.UPS_AWAY : Problem.SYSTEM_AWAY);
        }
    }

    /** Part of the work was done before something did not work. */
    record Partly(Later rest) implements TurnEnd {}
}
