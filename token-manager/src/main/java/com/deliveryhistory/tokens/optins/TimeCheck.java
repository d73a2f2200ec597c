package com.deliveryhistory.tokens.optins;

import com.deliveryhistory.events.CorruptEvent;
import com.deliveryhistory.events.OptInEvent;
import com.deliveryhistory.events.OptInEvent.OptInGranted;
import com.deliveryhistory.events.OptInEvent.OptInWithdrawn;
import com.deliveryhistory.events.OptInEvent.PasswordChangeInvalidated;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Keeps out what is said to have happened far in the future: by the order of times it would outweigh every later opt-in
 * of the company until that time has come.
 */
final class TimeCheck {

    /** More than any two clocks differ that somebody looks after. */
    static final Duration MOST_AHEAD = Duration.ofDays(1);

    private final Clock clock;

    TimeCheck(Clock clock) {
        this.clock = clock;
    }

    boolean passes(OptInEvent event) {
        return !happenedAt(event).isAfter(clock.instant().plus(MOST_AHEAD));
    }

    /**
     * Refuses the event if it is from the future.
     *
     * @throws CorruptEvent naming the field
     */
    void require(OptInEvent event) {
        if (!passes(event)) {
            throw CorruptEvent.contradictory(field(event) + " is more than a day ahead of token-manager's clock");
        }
    }

    private static Instant happenedAt(OptInEvent event) {
        return switch (event) {
            case OptInGranted granted -> granted.authorizedAt();
            case PasswordChangeInvalidated changed -> changed.passwordChangedAt();
            case OptInWithdrawn withdrawn -> withdrawn.withdrawnAt();
        };
    }

    private static String field(OptInEvent event) {
        return switch (event) {
            case OptInGranted granted -> "authorizedAt";
            case PasswordChangeInvalidated changed -> "passwordChangedAt";
            case OptInWithdrawn withdrawn -> "withdrawnAt";
        };
    }
}
