package com.deliveryhistory.history.collection;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The part of the feed that is being read. All its pages are asked for with the same span.
 *
 * @param target end of the whole span of which this is a slice
 * @param bookmark where its next page begins; {@code null} for its first page
 * @param pages how many of its pages have been read
 * @param restarts how often it was read again from its first page
 * @param again how many of the spans that were set aside are asked for again, this one and those after it; 0: it is asked
 *     for the first time
 */
public record Slice(
        Instant begin,
        Instant end,
        Instant target,
        @Nullable String bookmark,
        int pages,
        int restarts,
        int again) {

    static Slice first(Instant begin, Instant target, Duration length) {
        return new Slice(begin, Span.earlier(begin.plus(length), target), target, null, 0, 0, 0);
    }

    static Slice again(LostSpan span, int left) {
        return new Slice(span.from(), span.to(), span.to(), null, 0, 0, left);
    }

    Slice after(String nextBookmark) {
        return new Slice(begin, end, target, nextBookmark, pages + 1, restarts, again);
    }

    /** The slice that follows; {@code null} if this was the last one. */
    @Nullable
    Slice next(Duration length) {
        return end.isBefore(target) ? first(end, target, length) : null;
    }

    Slice fromItsFirstPage() {
        return new Slice(begin, end, target, null, 0, restarts + 1, again);
    }

    /** The first half; what is left follows. */
    Slice halved() {
        return new Slice(begin, begin.plus(length().dividedBy(2)), target, null, 0, 0, again);
    }

    Duration length() {
        return Duration.between(begin, end);
    }

    boolean isAgain() {
        return again > 0;
    }
}
