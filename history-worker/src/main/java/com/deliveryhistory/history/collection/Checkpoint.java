package com.deliveryhistory.history.collection;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far a company's history has been collected.
 *
 * @param coveredFrom start of the newest span that was collected without a gap; absent before the first slice
 * @param coveredTo its end
 * @param slice what is being read now; absent between collections
 * @param lost what can never be collected, the newest last
 */
public record Checkpoint(
        @Nullable Instant coveredFrom,
        @Nullable Instant coveredTo,
        @Nullable Slice slice,
        List<LostSpan> lost) {

    static final Checkpoint NOTHING = new Checkpoint(null, null, null, List.of());

    private static final int MOST_LOST_SPANS = 100;

    /**
     * This checkpoint with something to read: the slice under way, or one that begins a new span up to now. What has
     * become too old for UPS meanwhile is noted as lost.
     *
     * @param whyLate the reason to note
     */
    Checkpoint resumed(Instant now, FeedReach reach, String whyLate) {
        if (slice != null && !slice.begin().isBefore(now.minus(reach.back()))) {
            return this;
        }
        Instant horizon = now.minus(reach.back()).plus(reach.margin());
        Checkpoint reachable = withinReach(horizon, whyLate);
        Instant begin =
                reachable.coveredTo == null ? horizon : later(reachable.coveredTo.minus(reach.overlap()), horizon);
        return new Checkpoint(
                reachable.coveredFrom,
                reachable.coveredTo,
                Slice.first(begin, now, reach.sliceLength()),
                reachable.lost);
    }

    private Checkpoint withinReach(Instant horizon, String whyLate) {
        Instant known = coveredTo != null ? coveredTo : slice != null ? slice.begin() : null;
        if (known == null || !known.isBefore(horizon)) {
            return this;
        }
        return new Checkpoint(horizon, horizon, null, losing(new LostSpan(known, horizon, whyLate)));
    }

    /** After a page that has more behind it. */
    Checkpoint afterPage(String bookmark) {
        return new Checkpoint(coveredFrom, coveredTo, required().after(bookmark), lost);
    }

    /** After a slice's last page. */
    Checkpoint afterSlice(Duration sliceLength) {
        Slice read = required();
        return new Checkpoint(
                coveredFrom == null ? read.begin() : coveredFrom,
                coveredTo == null ? read.end() : later(coveredTo, read.end()),
                read.next(sliceLength),
                lost);
    }

    /** The slice again, from its first page. */
    Checkpoint sliceAgain() {
        return new Checkpoint(coveredFrom, coveredTo, required().fromItsFirstPage(), lost);
    }

    /**
     * UPS's pages of this slice do not end. A shorter one may; if it is as short as can be, the span is given up.
     */
    Checkpoint sliceEndless(FeedReach reach, String reason) {
        Slice endless = required();
        if (endless.length().compareTo(reach.shortestSlice()) > 0) {
            return new Checkpoint(coveredFrom, coveredTo, endless.halved(), lost);
        }
        return new Checkpoint(
                endless.end(),
                coveredTo == null ? endless.end() : later(coveredTo, endless.end()),
                endless.next(reach.sliceLength()),
                losing(new LostSpan(endless.begin(), endless.end(), reason)));
    }

    private Slice required() {
        if (slice == null) {
            throw new IllegalStateException("Nothing is being read");
        }
        return slice;
    }

    private List<LostSpan> losing(LostSpan span) {
        List<LostSpan> all = new ArrayList<>(lost);
        all.add(span);
        return List.copyOf(all.size() > MOST_LOST_SPANS ? all.subList(all.size() - MOST_LOST_SPANS, all.size()) : all);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
