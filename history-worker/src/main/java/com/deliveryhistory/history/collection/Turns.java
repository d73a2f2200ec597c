package com.deliveryhistory.history.collection;

import com.deliveryhistory.history.access.Tokens;
import com.deliveryhistory.history.records.Intake;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * One turn of a company: finish what was left, then, if its grant is active, read the feed, and when that has had its
 * turn, complete delivered packages.
 */
@Component
final class Turns {

    private static final Logger log = LoggerFactory.getLogger(Turns.class);

    /** 2 to the power of this is far longer than the longest pause. */
    private static final int MOST_DOUBLINGS = 20;

    private final CollectionStore collections;
    private final FeedCollector feed;
    private final ScanCollector scans;
    private final Intake intake;
    private final Tokens tokens;
    private final CollectionSettings settings;
    private final Clock clock;

    Turns(
            CollectionStore collections,
            FeedCollector feed,
            ScanCollector scans,
            Intake intake,
            Tokens tokens,
            CollectionSettings settings,
            Clock clock) {
        this.collections = collections;
        this.feed = feed;
        this.scans = scans;
        this.intake = intake;
        this.tokens = tokens;
        this.settings = settings;
        this.clock = clock;
    }

    /** Works on a leased collection and gives the lease back. */
    void take(StoredCollection leased, BooleanSupplier stopping) {
        try {
            intake.finish(leased.grant());
            if (!leased.isActive()) {
                park(leased, leased.parkedBecause(), null);
            } else {
                work(leased, stopping);
            }
        } catch (RuntimeException e) {
            // an outage (Kafka, MongoDB) or a fault of ours: either way the turn is repeated from the checkpoint
            if (leased.failures() == 0) {
                log.warn("{}: the turn failed and will be repeated", leased.id(), e);
            } else {
                log.warn("{}: the turn failed again and will be repeated: {}", leased.id(), e.toString());
            }
            postpone(leased, null, "The last turn failed: " + e.getClass().getSimpleName());
        }
    }

    private void work(StoredCollection leased, BooleanSupplier stopping) {
        TurnCalls calls = new TurnCalls(leased, collections, tokens, stopping);
        Instant feedDueAt = leased.feedDueAt();
        if (feedDueAt == null || !clock.instant().isBefore(feedDueAt)) {
            switch (feed.collect(leased, calls)) {
                case TurnEnd.CaughtUp caughtUp -> completePackages(leased, calls, nextPoll());
                case TurnEnd.MoreToRead more -> {
                    Instant now = clock.instant();
                    collections.release(leased, now, now);
                }
                case TurnEnd.Stopped stopped -> collections.release(leased);
                case TurnEnd.NotActive ended -> park(leased, ended.reason(), ended.reason());
                case TurnEnd.Later later -> postpone(leased, later.after(), later.reason());
            }
        } else {
            completePackages(leased, calls, feedDueAt);
        }
    }

    private void completePackages(StoredCollection leased, TurnCalls calls, Instant feedDueAt) {
        switch (scans.collect(leased, calls)) {
            case TurnEnd.CaughtUp done -> collections.release(leased, feedDueAt, feedDueAt);
            case TurnEnd.MoreToRead more -> collections.release(leased, clock.instant(), feedDueAt);
            case TurnEnd.Stopped stopped -> collections.release(leased);
            case TurnEnd.NotActive ended -> park(leased, ended.reason(), ended.reason());
            case TurnEnd.Later later -> {
                // the feed is fine: packages wait for the next turn
                log.info("{}: scans of delivered packages have to wait: {}", leased.id(), later.reason());
                collections.release(leased, feedDueAt, feedDueAt);
            }
        }
    }

    private void park(StoredCollection leased, String why, @Nullable String refused) {
        tokens.forget(leased.grant());
        collections.park(leased, why, refused);
        log.info("{}: parked, {}", leased.id(), why);
    }

    private void postpone(StoredCollection leased, @Nullable Duration after, String reason) {
        Duration pause = pause(leased.failures());
        Duration longer = after != null && after.compareTo(pause) > 0 ? after : pause;
        log.info("{}: next attempt in {}: {}", leased.id(), longer, reason);
        collections.releaseFailed(leased, clock.instant().plus(longer), reason);
    }

    private Duration pause(int failures) {
        Duration doubled = settings.firstRetry().multipliedBy(1L << Math.min(failures, MOST_DOUBLINGS));
        Duration longest = settings.longestPause();
        return jittered(doubled.compareTo(longest) < 0 ? doubled : longest);
    }

    private Instant nextPoll() {
        return clock.instant().plus(jittered(settings.pollInterval()));
    }

    /** Give or take a tenth, so that companies do not stay in step. */
    private static Duration jittered(Duration duration) {
        long tenth = duration.toMillis() / 10;
        return tenth == 0
                ? duration
                : duration.plusMillis(ThreadLocalRandom.current().nextLong(-tenth, tenth + 1));
    }
}
