package com.deliveryhistory.history.collection;

import com.deliveryhistory.history.collection.TurnCalls.Attempt;
import com.deliveryhistory.history.feed.Feed;
import com.deliveryhistory.history.feed.FeedAnswer;
import com.deliveryhistory.history.feed.FeedQuery;
import com.deliveryhistory.history.records.Intake;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Reads a company's feed from its checkpoint up to now. A page is taken in completely before the checkpoint moves past
 * it.
 */
@Component
final class FeedCollector {

    private static final Logger log = LoggerFactory.getLogger(FeedCollector.class);
    private static final String ENDLESS = "UPS's pages of this time do not end";
    private static final String NOT_IN_TIME = "NOT_COLLECTED_IN_TIME";

    private final CollectionStore collections;
    private final Feed feed;
    private final Intake intake;
    private final CollectionSettings settings;
    private final Clock clock;

    FeedCollector(CollectionStore collections, Feed feed, Intake intake, CollectionSettings settings, Clock clock) {
        this.collections = collections;
        this.feed = feed;
        this.intake = intake;
        this.settings = settings;
        this.clock = clock;
    }

    TurnEnd collect(StoredCollection leased, TurnCalls calls) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS); // UPS knows no parts of them
        Checkpoint found = leased.progress();
        Instant behindSince = behindSince(leased, now);
        if (behindSince != null && leased.behindSince() == null && !collections.fellBehind(leased, behindSince)) {
            return new TurnEnd.Stopped();
        }
        Checkpoint checkpoint =
                found.resumed(now, settings.feedReach(), Objects.requireNonNullElse(leased.whyLate(), NOT_IN_TIME));
        if (!checkpoint.equals(found) && !collections.save(leased, checkpoint)) {
            return new TurnEnd.Stopped();
        }
        Set<String> bookmarks = new HashSet<>();
        for (int page = 0; page < settings.pagesPerTurn(); page++) {
            Slice slice = Objects.requireNonNull(checkpoint.slice());
            Attempt<FeedAnswer> attempt = calls.make(
                    authorization -> feed.page(
                            new FeedQuery(leased.grant(), slice.begin(), slice.end(), slice.bookmark()), authorization),
                    FeedAnswer.TokenRefused.class::isInstance);
            FeedAnswer answer;
            switch (attempt) {
                case Attempt.Ended<FeedAnswer> ended -> {
                    return ended.end();
                }
                case Attempt.Answered<FeedAnswer> answered -> answer = answered.answer();
            }
            switch (answer) {
                case FeedAnswer.Page read -> {
                    intake.take(leased.grant(), read);
                    checkpoint = past(checkpoint, slice, read, bookmarks);
                }
                case FeedAnswer.CutShort cut -> {
                    intake.take(leased.grant(), cut.readable());
                    return new TurnEnd.Later(null, cut.reason());
                }
                case FeedAnswer.Rejected rejected -> {
                    return rejected(leased, checkpoint, slice, rejected.reason());
                }
                case FeedAnswer.TryLater later -> {
                    return new TurnEnd.Later(later.after(), later.reason());
                }
                case FeedAnswer.TokenRefused refused -> {
                    return new TurnEnd.Later(null, "UPS refuses the access token " + refused.code());
                }
            }
            if (!collections.save(leased, checkpoint)) {
                return new TurnEnd.Stopped();
            }
            if (checkpoint.slice() == null) {
                return caughtUp(leased, checkpoint, behindSince);
            }
        }
        return new TurnEnd.MoreToRead();
    }

    private @Nullable Instant behindSince(StoredCollection leased, Instant now) {
        Instant coveredTo = leased.progress().coveredTo();
        if (leased.behindSince() != null || coveredTo == null) {
            return Objects.requireNonNullElse(leased.behindSince(), now);
        }
        return coveredTo.plus(settings.behindAfter()).isBefore(now) ? coveredTo : null;
    }

    private Checkpoint past(Checkpoint checkpoint, Slice slice, FeedAnswer.Page page, Set<String> bookmarks) {
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
                "UPS's pages from {} to {} do not end: {}", slice.begin(), slice.end(), repeated ? "repeated" : "many");
        bookmarks.clear();
        return checkpoint.sliceEndless(settings.feedReach(), ENDLESS);
    }

    /** A bookmark may have become useless: then the slice's first page may be answered. */
    private TurnEnd rejected(StoredCollection leased, Checkpoint checkpoint, Slice slice, String reason) {
        if (slice.bookmark() == null) {
            Duration unhurried = settings.pollInterval();
            return new TurnEnd.Later(unhurried, reason);
        }
        return collections.save(leased, checkpoint.sliceAgain())
                ? new TurnEnd.Later(null, reason)
                : new TurnEnd.Stopped();
    }

    private TurnEnd caughtUp(StoredCollection leased, Checkpoint checkpoint, @Nullable Instant behindSince) {
        if (behindSince != null) {
            intake.tellCaughtUp(
                    leased.grant(),
                    behindSince,
                    Objects.requireNonNull(checkpoint.coveredFrom()),
                    Objects.requireNonNull(checkpoint.coveredTo()));
        }
        return collections.caughtUp(leased, clock.instant()) ? new TurnEnd.CaughtUp() : new TurnEnd.Stopped();
    }
}
