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
 */
public record Slice(
        Instant begin,
        Instant end,
        Instant target,
        @Nullable String bookmark,
        int pages) {

    static Slice first(Instant begin, Instant target, Duration length) {
        return new Slice(begin, earlier(begin.plus(length), target), target, null, 0);
    }

    Slice after(String nextBookmark) {
        return new Slice(begin, end, target, nextBookmark, pages + 1);
    }

    /** The slice that follows; {@code null} if this was the last one. */
    @Nullable
    Slice next(Duration length) {
        return end.isBefore(target) ? first(end, target, length) : null;
    }

    Slice fromItsFirstPage() {
        return new Slice(begin, end, target, null, 0);
    }

    /** The first half; what is left follows. */
    Slice halved() {
        return new Slice(begin, begin.plus(length().dividedBy(2)), target, null, 0);
    }

    Duration length() {
        return Duration.between(begin, end);
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
