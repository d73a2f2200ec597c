package com.deliveryhistory.history.collection;

import com.deliveryhistory.history.collection.LostSpan.Delay;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How far a company's history has been collected.
 *
 * @param fetched what has been collected, the oldest first
 * @param askedTo what is before has been collected, or set aside, or lost; absent before the first collection
 * @param slice what is being read now; absent between collections
 * @param aside what UPS did not answer so far, and is asked for again with each collection until it is too old
 * @param lost what can never be collected, the oldest loss first
 */
public record Checkpoint(
        List<Span> fetched,
        @Nullable Instant askedTo,
        @Nullable Slice slice,
        List<LostSpan> aside,
        List<LostSpan> lost) {

    static final Checkpoint NOTHING = new Checkpoint(List.of(), null, null, List.of(), List.of());

    private static final int MOST_SPANS = 100;

    /** So many of the spans that were set aside are asked for again with one collection. */
    private static final int MOST_AGAIN = 8;

    /** Start of the newest span that was collected without a gap; {@code null} before the first slice. */
    @Nullable
    Instant coveredFrom() {
        return fetched.isEmpty() ? null : fetched.getLast().from();
    }

    /** Its end. */
    @Nullable
    Instant coveredTo() {
        return fetched.isEmpty() ? null : fetched.getLast().to();
    }

    /** What is left of it for readers, when what is too old was deleted. */
    Checkpoint without(Retention old) {
        Instant begin = Stream.concat(
                        fetched.stream().map(Span::from), lost.stream().map(LostSpan::from))
                .min(Comparator.naturalOrder())
                .orElse(old.before());
        if (!begin.isBefore(old.before())) {
            return this;
        }
        Stream<LostSpan> later =
                lost.stream().map(span -> span.since(old.before())).filter(Objects::nonNull);
        return new Checkpoint(
                Span.since(fetched, old.before()),
                askedTo,
                slice,
                aside,
                Stream.concat(Stream.of(LostSpan.noLongerKept(begin, old)), later)
                        .toList());
    }

    /**
     * This checkpoint with something to read: the slice under way, or one that begins a new span up to now. What has
     * become too old for UPS meanwhile is noted as lost.
     *
     * @param whyLate the reason to note
     */
    Checkpoint resumed(Instant now, FeedReach reach, Delay whyLate) {
        if (slice != null && !slice.begin().isBefore(now.minus(reach.back()))) {
            return this;
        }
        Instant horizon = now.minus(reach.back()).plus(reach.margin());
        List<LostSpan> losses = new ArrayList<>(lost);
        aside.stream()
                .map(span -> span.before(horizon))
                .filter(Objects::nonNull)
                .forEach(losses::add);
        if (askedTo != null && askedTo.isBefore(horizon)) {
            losses.add(whyLate.loses(askedTo, horizon));
        }
        Instant known = askedTo == null ? horizon : Span.later(askedTo, horizon);
        Instant begin = askedTo == null ? horizon : Span.later(askedTo.minus(reach.overlap()), horizon);
        return new Checkpoint(
                fetched,
                known,
                Slice.first(begin, now, reach.sliceLength()),
                aside.stream()
                        .map(span -> span.since(horizon))
                        .filter(Objects::nonNull)
                        .toList(),
                newest(losses));
    }

    /** After a page that has more behind it. */
    Checkpoint afterPage(String bookmark) {
        return reading(required().after(bookmark));
    }

    /** After a slice's last page. */
    Checkpoint afterSlice(Duration sliceLength) {
        Slice read = required();
        return new Checkpoint(
                        newest(Span.with(fetched, new Span(read.begin(), read.end()))),
                        askedTo(read),
                        read.next(sliceLength),
                        asideWithout(read),
                        lost)
                .goingOn(read);
    }

    /** The slice again, from its first page. */
    Checkpoint sliceAgain() {
        return reading(required().fromItsFirstPage());
    }

    /** A shorter slice, which UPS may be able to answer; {@code null} if it is as short as can be. */
    @Nullable
    Checkpoint narrowed(FeedReach reach) {
        Slice wide = required();
        return wide.isAgain() || wide.length().compareTo(reach.shortestSlice()) <= 0 ? null : reading(wide.halved());
    }

    /** UPS does not answer for the slice: what follows is read, and the slice is asked for again another time. */
    Checkpoint sliceAside(FeedReach reach, String reason) {
        Slice left = required();
        LostSpan rejected = LostSpan.rejected(left.begin(), left.end(), reason);
        List<LostSpan> waiting = new ArrayList<>(asideWithout(left));
        if (left.isAgain()) {
            waiting.addAll(rejected.parts(reach.shortestAside()));
        } else if (!waiting.isEmpty() && waiting.getLast().canGrowBy(rejected, reach.sliceLength())) {
            waiting.add(waiting.removeLast().grownBy(rejected));
        } else {
            waiting.add(rejected);
        }
        return new Checkpoint(fetched, askedTo(left), left.next(reach.sliceLength()), waiting, lost).goingOn(left);
    }

    /**
     * UPS's pages of this slice do not end. A shorter one may; if it is as short as can be, what was neither collected
     * before nor lost is given up.
     */
    Checkpoint sliceEndless(FeedReach reach, String reason) {
        Checkpoint shorter = narrowed(reach);
        if (shorter != null) {
            return shorter;
        }
        Slice endless = required();
        List<LostSpan> losses = new ArrayList<>(lost);
        Stream<Span> known =
                Stream.concat(fetched.stream(), lost.stream().map(span -> new Span(span.from(), span.to())));
        new Span(endless.begin(), endless.end())
                .without(known)
                .forEach(part -> losses.add(LostSpan.rejected(part.from(), part.to(), reason)));
        return new Checkpoint(
                        fetched,
                        askedTo(endless),
                        endless.next(reach.sliceLength()),
                        asideWithout(endless),
                        newest(losses))
                .goingOn(endless);
    }

    /** Whether all up to the end of the latest collection has been asked for, and its end was answered. */
    boolean isUpToDate() {
        return (slice == null || slice.isAgain()) && Objects.equals(coveredTo(), askedTo);
    }

    /** When everything new has been asked for, what was set aside is, a bounded number of spans in turn. */
    private Checkpoint goingOn(Slice before) {
        int left = Math.min(before.isAgain() ? before.again() - 1 : MOST_AGAIN, aside.size());
        return slice != null || !isUpToDate() || left == 0 ? this : reading(Slice.again(aside.getFirst(), left));
    }

    private List<LostSpan> asideWithout(Slice read) {
        return aside.stream()
                .flatMap(span -> Stream.of(span.before(read.begin()), span.since(read.end())))
                .filter(Objects::nonNull)
                .toList();
    }

    private Checkpoint reading(Slice next) {
        return new Checkpoint(fetched, askedTo, next, aside, lost);
    }

    private Instant askedTo(Slice read) {
        return askedTo == null ? read.end() : Span.later(askedTo, read.end());
    }

    private Slice required() {
        if (slice == null) {
            throw new IllegalStateException("Nothing is being read");
        }
        return slice;
    }

    private static <T> List<T> newest(List<T> spans) {
        return List.copyOf(spans.size() > MOST_SPANS ? spans.subList(spans.size() - MOST_SPANS, spans.size()) : spans);
    }
}
