package com.deliveryhistory.history.feed;

import com.deliveryhistory.history.ups.Strain;
import com.deliveryhistory.history.ups.UpsOutcome;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What came of asking for a page of the feed. */
public sealed interface FeedAnswer extends UpsOutcome {

    /** UPS took the token, whatever it answered. */
    sealed interface TokenTaken extends FeedAnswer {}

    /**
     * What was on the page.
     *
     * @param bookmark where the next page begins; {@code null} if there is none
     */
    record Page(
            List<FeedRecord> records,
            List<UnreadableRecord> unreadable,
            @Nullable String bookmark) implements TokenTaken {

        /** How long its content is altogether. */
        public int characters() {
            return Stream.concat(
                            records.stream().map(FeedRecord::content),
                            unreadable.stream().map(UnreadableRecord::content))
                    .mapToInt(String::length)
                    .sum();
        }
    }

    /**
     * A page that breaks off: what could be read of it. There is no telling what it lacks, so it is to be asked for again.
     */
    record CutShort(Page readable, String reason) implements TokenTaken {}

    /** UPS does not take the token (any more). */
    record TokenRefused(String code) implements FeedAnswer {}

    /** UPS does not take the request: neither as HTTP 4xx, nor as a failure without a hint when to come again. */
    record Rejected(String reason) implements TokenTaken {}

    /**
     * Nothing is known but that it may be better later.
     *
     * @param after UPS's hint; {@code null} if it gave none
     */
    record TryLater(@Nullable Duration after, String reason, Strain strain) implements TokenTaken {

        public TryLater(@Nullable Duration after, String reason) {
            this(after, reason, Strain.NONE);
        }
    }
}
