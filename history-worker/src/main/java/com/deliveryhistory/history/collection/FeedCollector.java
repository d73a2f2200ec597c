package com.deliveryhistory.history.collection;

import com.deliveryhistory.events.DeliveryEvent.HistoryCaughtUp;
import com.deliveryhistory.history.collection.LostSpan.Delay;
import com.deliveryhistory.history.collection.TurnCalls.Attempt;
import com.deliveryhistory.history.feed.Feed;
import com.deliveryhistory.history.feed.FeedAnswer;
import com.deliveryhistory.history.feed.FeedQuery;
import com.deliveryhistory.history.records.Intake;
import com.deliveryhistory.history.ups.Strain;
import com.deliveryhistory.services.tracing.About;
import com.deliveryhistory.services.tracing.Traces;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Reads a company's feed from its checkpoint up to now. Pages are taken in completely before the checkpoint moves past
 * them, several at once: packages stand on many of them.
 */
@Component
final class FeedCollector {

    private static final Logger log = LoggerFactory.getLogger(FeedCollector.class);
    private static final String ENDLESS = "UPS's pages of this time do not end";

    /** A bookmark that UPS does not take any more is no reason to begin a slice anew more often. */
    private static final int MOST_RESTARTS = 3;

    /** After every so many failures in a row less is asked for at once: UPS was seen to answer for short spans only. */
    private static final int FAILURES_UNTIL_NARROWED = 3;

    private final CollectionStore collections;
    private final Feed feed;
    private final Intake intake;
    private final CollectionSettings settings;
    private final CollectionMetrics metrics;
    private final Clock clock;
    private final Traces traces;

    FeedCollector(
            CollectionStore collections,
            Feed feed,
            Intake intake,
            CollectionSettings settings,
            CollectionMetrics metrics,
            Clock clock,
            Traces traces) {
        this.collections = collections;
        this.feed = feed;
        this.intake = intake;
        this.settings = settings;
        this.metrics = metrics;
        this.clock = clock;
        this.traces = traces;
    }

    TurnEnd collect(StoredCollection leased, TurnCalls calls) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS); // UPS knows no parts of them
        Checkpoint found = leased.progress();
        Checkpoint checkpoint =
                found.resumed(now, settings.feedReach(), Objects.requireNonNullElse(leased.whyLate(), Delay.UNKNOWN));
        Instant behindSince = behindSince(leased, checkpoint, now);
        if (behindSince != null && leased.behindSince() == null && !collections.fellBehind(leased, behindSince)) {
            return new TurnEnd.Stopped();
        }
        Reading reading = new Reading(leased, calls, now, checkpoint, behindSince);
        // saved before anything is asked for: whatever becomes of this turn, the next one asks for the same time
        return reading.keep() ? reading.readOn() : new TurnEnd.Stopped();
    }

    private @Nullable Instant behindSince(StoredCollection leased, Checkpoint checkpoint, Instant now) {
        Checkpoint found = leased.progress();
        Instant coveredTo = found.coveredTo();
        if (leased.behindSince() != null || coveredTo == null) {
            return Objects.requireNonNullElse(leased.behindSince(), now);
        }
        if (!checkpoint.lost().equals(found.lost())) {
            return now; // whoever was told that the history is complete has to be told that it is not
        }
        return coveredTo.plus(settings.behindAfter()).isBefore(now) ? coveredTo : null;
    }

    /** One turn's reading. */
    private final class Reading {

        private final StoredCollection leased;
        private final TurnCalls calls;
        private final Instant now;
        private final Set<String> bookmarks = new HashSet<>();
        private final List<FeedAnswer.Page> held = new ArrayList<>();
        private long charactersHeld;
        private Checkpoint saved;
        private Checkpoint checkpoint;
        private @Nullable Instant behindSince;
        private boolean told;
        private boolean anyAnswered;
        private boolean anyRejected;

        Reading(
                StoredCollection leased,
                TurnCalls calls,
                Instant now,
                Checkpoint checkpoint,
                @Nullable Instant behindSince) {
            this.leased = leased;
            this.calls = calls;
            this.now = now;
            this.saved = leased.progress();
            this.checkpoint = checkpoint;
            this.behindSince = behindSince;
        }

        TurnEnd readOn() {
            for (int page = 0; page < settings.pagesPerTurn(); page++) {
                Slice slice = Objects.requireNonNull(checkpoint.slice());
                FeedQuery query = new FeedQuery(leased.grant(), slice.begin(), slice.end(), slice.bookmark());
                Attempt<FeedAnswer.TokenTaken> attempt =
                        calls.make(FeedAnswer.TokenTaken.class, authorization -> feed.page(query, authorization));
                TurnEnd end = switch (attempt) {
                    case Attempt.Ended<FeedAnswer.TokenTaken> ended ->
                        kept(page > 0 && ended.end() instanceof TurnEnd.OutOfTime ? new TurnEnd.More() : ended.end());
                    case Attempt.Answered<FeedAnswer.TokenTaken> answered -> after(slice, answered.answer());
                };
                if (end != null) {
                    return end;
                }
            }
            return kept(new TurnEnd.More());
        }

        /** {@code null}: there is more to read. */
        private @Nullable TurnEnd after(Slice slice, FeedAnswer.TokenTaken answer) {
            return switch (answer) {
                case FeedAnswer.Page page -> {
                    anyAnswered = true;
                    held.add(page);
                    charactersHeld += page.characters();
                    yield wentOn(past(slice, page));
                }
                case FeedAnswer.CutShort cut -> {
                    if (!keep() || !collections.isHeld(leased)) {
                        yield new TurnEnd.Stopped();
                    }
                    intake.take(leased.grant(), List.of(cut.readable()));
                    yield failed(null, cut.reason(), true);
                }
                case FeedAnswer.Rejected rejected -> rejected(slice, rejected.reason());
                // not of too many calls, nor where UPS says itself when it will answer
                case FeedAnswer.TryLater later ->
                    failed(later.after(), later.reason(), later.after() == null && later.strain() != Strain.THROTTLED);
            };
        }

        /** Takes in what is held, and then saves the checkpoint; {@code false} if somebody else has the collection now. */
        private boolean keep() {
            if (!held.isEmpty()) {
                if (!collections.isHeld(leased)) {
                    return false;
                }
                traces.in(
                        Traces.current(),
                        "store pages",
                        About.of(leased.grant()),
                        () -> intake.take(leased.grant(), held));
                held.forEach(page -> metrics.page(leased, page));
                held.clear();
                charactersHeld = 0;
            }
            if (checkpoint.equals(saved)) {
                return true;
            }
            if (!notedIfLost() || !collections.save(leased, checkpoint)) {
                return false;
            }
            metrics.lost(leased, saved, checkpoint);
            saved = checkpoint;
            return true;
        }

        private boolean hasLost() {
            return !checkpoint.lost().equals(saved.lost());
        }

        /** Noted before the loss itself: a later turn sees no difference any more. {@code false} as of {@link #keep}. */
        private boolean notedIfLost() {
            if (behindSince != null || !hasLost()) {
                return true;
            }
            Instant since = clock.instant();
            behindSince = since;
            return collections.fellBehind(leased, since);
        }

        /** The end of a turn of which nothing is left to be taken in. */
        private TurnEnd kept(TurnEnd end) {
            return keep() ? end : new TurnEnd.Stopped();
        }

        private @Nullable TurnEnd wentOn(Checkpoint next) {
            checkpoint = next;
            boolean nowUpToDate = (!told || hasLost()) && checkpoint.isUpToDate();
            boolean enoughHeld = charactersHeld >= settings.heldAtMost().toBytes();
            if ((nowUpToDate || enoughHeld) && !keep()) {
                return new TurnEnd.Stopped();
            }
            if (nowUpToDate) {
                Instant coveredTo = Objects.requireNonNull(checkpoint.coveredTo());
                boolean begunLongAgo = coveredTo.plus(settings.behindAfter()).isBefore(now);
                if (begunLongAgo && checkpoint.slice() == null) {
                    return wentOn(checkpoint.resumed(now, settings.feedReach(), Delay.UNKNOWN));
                }
                if (!begunLongAgo && !caughtUp()) {
                    return new TurnEnd.Stopped();
                }
            }
            if (checkpoint.slice() != null) {
                return null;
            }
            return kept(
                    told
                            ? new TurnEnd.Done()
                            : new TurnEnd.Later(settings.pollInterval(), lastReason(), lastProblem()));
        }

        private boolean caughtUp() {
            Instant since = behindSince;
            if (since != null) {
                intake.tellCaughtUp(
                        leased.grant(),
                        since,
                        Objects.requireNonNull(checkpoint.coveredFrom()),
                        Objects.requireNonNull(checkpoint.coveredTo()),
                        checkpoint.lost().stream()
                                .map(span -> new HistoryCaughtUp.LostSpan(
                                        span.from(), span.to(), span.cause().name()))
                                .toList());
            }
            told = collections.caughtUp(leased, clock.instant());
            behindSince = null;
            return told;
        }

        private Checkpoint past(Slice slice, FeedAnswer.Page page) {
            String next = page.bookmark();
            if (next == null) {
                bookmarks.clear();
                return checkpoint.afterSlice(settings.sliceLength());
            }
            boolean repeated = next.equals(slice.bookmark()) || !bookmarks.add(next);
            if (!repeated && slice.pages() + 1 < settings.maxPages()) {
                return checkpoint.afterPage(next);
            }
            log.warn(
                    "{}: UPS's pages from {} to {} do not end: {}",
                    leased.id(),
                    slice.begin(),
                    slice.end(),
                    repeated ? "repeated" : "many");
            bookmarks.clear();
            return checkpoint.sliceEndless(settings.feedReach(), ENDLESS);
        }

        /** A bookmark may have become useless: then the slice's first page may be answered. */
        private @Nullable TurnEnd rejected(Slice slice, String reason) {
            if (slice.bookmark() != null && slice.restarts() < MOST_RESTARTS) {
                checkpoint = checkpoint.sliceAgain();
                return kept(new TurnEnd.Later(null, reason, Problem.UPS_AWAY));
            }
            anyRejected = true;
            log.warn("{}: UPS rejects what is from {} to {}: {}", leased.id(), slice.begin(), slice.end(), reason);
            bookmarks.clear();
            return wentOn(checkpoint.sliceAside(settings.feedReach(), reason));
        }

        /** @param lessMayHelp whether UPS may be able to answer for a shorter time, or for another */
        private TurnEnd failed(@Nullable Duration after, String reason, boolean lessMayHelp) {
            boolean often = leased.failures() % FAILURES_UNTIL_NARROWED == FAILURES_UNTIL_NARROWED - 1;
            if (lessMayHelp && often) {
                Checkpoint narrowed = checkpoint.narrowed(settings.feedReach());
                checkpoint = narrowed == null ? checkpoint.sliceAside(settings.feedReach(), reason) : narrowed;
            }
            return kept(new TurnEnd.Later(after, reason, Problem.UPS_AWAY));
        }

        /** Where UPS answers for some of the time, it is not the company that is not enrolled. */
        private Problem lastProblem() {
            return anyRejected && !anyAnswered ? Problem.REQUEST_REJECTED : Problem.UPS_AWAY;
        }

        private String lastReason() {
            return checkpoint.aside().isEmpty()
                    ? ENDLESS
                    : checkpoint.aside().getLast().reason();
        }
    }
}
