package com.deliveryhistory.history.tracking;

import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.history.tracking.TrackingAnswer.Found;
import com.deliveryhistory.history.tracking.TrackingAnswer.Nothing;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Tracking numbers that are to be asked for. The turns of a company ask UPS for a few at a time, when nothing more
 * pressing is due, and tell what came of each. Which numbers wait is remembered here: a turn may end anywhere, on any
 * instance, and a number whose answer was not told comes again.
 */
public interface NumbersToTrack {

    /** What the numbers are asked for; the earlier ones go first. */
    enum Rank {
        /** To complete packages that the feed says are delivered. */
        DELIVERED_PACKAGES,
        /** To fill in history that is older than the feed. */
        OLD_NUMBERS
    }

    Rank rank();

    /**
     * Numbers to ask for now with this grant's tokens, the longest waiting first; empty if none is due. One turn of a
     * grant at a time asks.
     */
    List<Waiting> next(GrantId grant, Instant now, int limit);

    /** UPS knows the package. */
    void found(GrantId grant, Waiting number, Found answer);

    /** UPS answered, and told nothing of the package. */
    void nothing(GrantId grant, Waiting number, Nothing answer);

    /**
     * UPS failed to answer: it may be down, or fail for this number alone. So others go first, and {@link Patience} ends.
     * Refused tokens and too many calls, which are no number's fault, are not told.
     *
     * @param reason what UPS did
     * @param othersAnswered whether it answered for others in the same turn
     */
    void unanswered(GrantId grant, Waiting number, String reason, boolean othersAnswered);

    /** When the next number is due; empty if none waits. */
    Optional<Instant> dueAt(GrantId grant);

    /**
     * A number that waits.
     *
     * @param attempts how often UPS has told nothing of it
     * @param unanswered how often UPS has failed to answer for it since it answered last
     * @param passedOver how often of those it answered for others in the same turn, so that it was no outage
     */
    record Waiting(String trackingNumber, int attempts, int unanswered, int passedOver) {}
}
