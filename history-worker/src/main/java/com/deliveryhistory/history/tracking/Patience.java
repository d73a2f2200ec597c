package com.deliveryhistory.history.tracking;

import com.deliveryhistory.history.tracking.NumbersToTrack.Waiting;
import java.time.Duration;
import java.util.Optional;

/**
 * How long numbers wait that UPS fails to answer for. An outage ends, and they are to be there then; but a number that UPS
 * always fails for must not be asked for without end.
 */
public final class Patience {

    private static final Duration FIRST_PAUSE = Duration.ofMinutes(1);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(6);

    /** That is after half a day at least: UPS fails for the number, as it answers for others. */
    private static final int MOST_WHILE_OTHERS_ARE_ANSWERED = 11;

    /** That is after five days, which no outage lasts. */
    private static final int MOST = 28;

    private Patience() {}

    /** The pause after one more failure; empty if there is to be no further attempt. */
    public static Optional<Duration> afterFailure(Waiting number, boolean othersAnswered) {
        boolean failsAlone = othersAnswered && number.passedOver() + 1 >= MOST_WHILE_OTHERS_ARE_ANSWERED;
        if (failsAlone || number.unanswered() + 1 >= MOST) {
            return Optional.empty();
        }
        Duration doubled = FIRST_PAUSE.multipliedBy(1L << number.unanswered());
        return Optional.of(doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE);
    }

    /** Why there is no further attempt, for people. */
    public static String exhausted(Waiting number, String reason) {
        return "asked for %d times without an answer; the last time %s".formatted(number.unanswered() + 1, reason);
    }
}
