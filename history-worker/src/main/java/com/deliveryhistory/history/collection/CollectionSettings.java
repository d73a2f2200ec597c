package com.deliveryhistory.history.collection;

import com.deliveryhistory.events.Application;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import java.util.Set;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * When and how history is collected.
 *
 * @param applications whose grants are used to collect
 * @param pollInterval between two collections of a company, each at a time of its own within it
 * @param overlap how much of what was read before is read again: for records that UPS posts late, and as UPS does not say in
 *     which time zone it takes a range
 * @param reach how far back UPS answers
 * @param reachMargin how much of that is not asked for, so that all pages can be read before they are too old
 * @param sliceLength how much time is asked for at once
 * @param maxPages of one slice: UPS's pages are taken to be endless after so many
 * @param pagesPerTurn after so many pages of a company the next one has its turn
 * @param heldAtMost when so much was read of a company, in characters, it is stored, folded and told, and the checkpoint
 *     moves; each turn under way may hold as much and one page more
 * @param turnTime after so long, too: no further call is made
 * @param concurrency how many companies of an application have their turns at the same time on this instance; a quarter
 *     of these places is for those whose grant has just become active
 * @param tick how often is looked for companies that are due
 * @param lease how long a company stays with an instance that no longer gives a sign of life
 * @param firstRetry pause after a failure; it doubles with each one that follows. After an outage of MongoDB that a turn
 *     could not be ended in, it is no longer than the lease
 * @param longestRetry the longest such pause; it is no longer than the poll interval either
 */
@Validated
@ConfigurationProperties("history")
public record CollectionSettings(
        @DefaultValue("intelligent-delivery-history") @NotEmpty
        Set<Application> applications,

        @DefaultValue("1h") Duration pollInterval,
        @DefaultValue("14h") @DurationMin Duration overlap,
        @DefaultValue("7d") Duration reach,
        @DefaultValue("10m") Duration reachMargin,
        @DefaultValue("1d") Duration sliceLength,
        @DefaultValue("1000") @Positive int maxPages,
        @DefaultValue("10") @Positive int pagesPerTurn,
        @DefaultValue("1MB") DataSize heldAtMost,
        @DefaultValue("5s") Duration turnTime,
        @DefaultValue("16") @Positive int concurrency,
        @DefaultValue("1s") Duration tick,
        @DefaultValue("30s") Duration lease,
        @DefaultValue("2s") Duration firstRetry,
        @DefaultValue("10m") Duration longestRetry) {

    /** A request that is as old as UPS allows when it leaves is too old when it arrives. */
    private static final Duration LAST_MOMENT = Duration.ofMinutes(1);

    private static final Duration SHORTEST_SLICE = Duration.ofMinutes(15);
    private static final Duration SHORTEST_ASIDE = Duration.ofHours(1);

    /** 2 to the power of this is far longer than any pause. */
    private static final int MOST_DOUBLINGS = 20;

    /** Later than this is not just a turn that came a little late. */
    private static final int INTERVALS_UNTIL_BEHIND = 3;

    FeedReach feedReach() {
        return new FeedReach(
                reach.minus(LAST_MOMENT),
                reachMargin.minus(LAST_MOMENT),
                overlap,
                sliceLength,
                SHORTEST_SLICE,
                SHORTEST_ASIDE);
    }

    /** The pause after one more failure than these in a row, but no longer than that. */
    Duration pauseAfter(int failures, Duration longest) {
        Duration doubled = firstRetry.multipliedBy(1L << Math.min(failures, MOST_DOUBLINGS));
        return doubled.compareTo(longest) < 0 ? doubled : longest;
    }

    /** After a failure nobody waits longer than without one. */
    Duration longestPause() {
        return longestRetry.compareTo(pollInterval) < 0 ? longestRetry : pollInterval;
    }

    Duration behindAfter() {
        return pollInterval.multipliedBy(INTERVALS_UNTIL_BEHIND);
    }

    @AssertTrue(
            message =
                    "reach must be longer than reach-margin and overlap together, and reach-margin longer than a minute")
    boolean isWithinReach() {
        return reachMargin.compareTo(LAST_MOMENT) > 0 && reach.compareTo(reachMargin.plus(overlap)) > 0;
    }
}
