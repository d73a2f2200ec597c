package com.deliveryhistory.history.collection;

import com.deliveryhistory.events.GrantState;
import com.deliveryhistory.history.access.TokenAnswer;
import com.deliveryhistory.history.access.Tokens;
import com.deliveryhistory.history.pace.Pace;
import com.deliveryhistory.history.pace.Paces;
import com.deliveryhistory.history.pace.Work;
import com.deliveryhistory.history.records.Intake;
import com.deliveryhistory.history.tracking.NumbersToTrack.Rank;
import com.deliveryhistory.services.tracing.About;
import com.deliveryhistory.services.tracing.Traces;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * One turn of a company: erase what is to be erased, finish what was left, then do a bounded part of the work that it
 * was due for, and go back into the line.
 */
@Component
final class Turns {

    private static final Logger log = LoggerFactory.getLogger(Turns.class);

    /** How a turn ended that came to no {@link TurnEnd}. */
    static final String FAILED = "failed";

    private final CollectionStore collections;
    private final FeedCollector feed;
    private final ScanCollector scans;
    private final Intake intake;
    private final Erasing erasing;
    private final Tokens tokens;
    private final Paces paces;
    private final Timetable timetable;
    private final CollectionSettings settings;
    private final CollectionMetrics metrics;
    private final Clock clock;
    private final Traces traces;

    Turns(
            CollectionStore collections,
            FeedCollector feed,
            ScanCollector scans,
            Intake intake,
            Erasing erasing,
            Tokens tokens,
            Paces paces,
            CollectionSettings settings,
            CollectionMetrics metrics,
            Clock clock,
            Traces traces) {
        this.collections = collections;
        this.feed = feed;
        this.scans = scans;
        this.intake = intake;
        this.erasing = erasing;
        this.tokens = tokens;
        this.paces = paces;
        this.timetable = new Timetable(settings);
        this.settings = settings;
        this.metrics = metrics;
        this.clock = clock;
        this.traces = traces;
    }

    /** Works on a leased collection and gives the lease back. */
    void take(Leased turn, BooleanSupplier stopping) {
        StoredCollection leased = turn.collection();
        traces.in(leased.traceparent(), "collect history", About.of(leased.grant()), () -> begin(turn, stopping));
    }

    private void begin(Leased turn, BooleanSupplier stopping) {
        long begun = System.nanoTime();
        StoredCollection leased = turn.collection();
        String outcome = FAILED;
        try {
            TurnEnd end = erasing.comesFirst(leased) ? erasing.goOn(leased, stopping) : usual(turn, stopping);
            outcome = end.getClass().getSimpleName();
            end(turn, end);
        } catch (RuntimeException e) {
            // an outage (Kafka, MongoDB) or a fault of ours: either way the turn is repeated from the checkpoint
            if (leased.failures() == 0) {
                log.warn("{}: the turn failed and will be repeated", leased.id(), e);
            } else {
                log.warn("{}: the turn failed again and will be repeated: {}", leased.id(), e.toString());
            }
            later(
                    turn,
                    new TurnEnd.Later(
                            null, "The last turn failed: " + e.getClass().getSimpleName(), Problem.SYSTEM_AWAY));
        } finally {
            metrics.turn(turn, outcome, Duration.ofNanos(System.nanoTime() - begun));
        }
    }

    private TurnEnd usual(Leased turn, BooleanSupplier stopping) {
        StoredCollection leased = turn.collection();
        intake.finish(leased.grant());
        if (leased.isRefused()) {
            return askAgain(leased);
        }
        return leased.isActive() ? work(turn, stopping) : new TurnEnd.NotActive(leased.parkedBecause());
    }

    /** token-manager's refusal may have been out of date. Nothing is asked of UPS before it gives a token. */
    private TurnEnd askAgain(StoredCollection leased) {
        return switch (tokens.token(leased.grant(), leased.revision())) {
            case TokenAnswer.Granted granted -> new TurnEnd.TokenAgain();
            case TokenAnswer.NotActive ended -> TurnEnd.NotActive.because(ended);
            case TokenAnswer.TryLater later -> TurnEnd.Later.because(later);
        };
    }

    private TurnEnd work(Leased turn, BooleanSupplier stopping) {
        Pace pace = paces.of(turn.collection().grant().application());
        TurnCalls calls = new TurnCalls(turn, collections, tokens, pace, settings.turnTime(), stopping);
        return switch (turn.work()) {
            case PARKING, NEWS, FEED -> feed.collect(turn.collection(), calls);
            case SCANS ->
                scans.collect(Rank.DELIVERED_PACKAGES, turn.collection().grant(), calls);
            case NUMBERS -> scans.collect(Rank.OLD_NUMBERS, turn.collection().grant(), calls);
        };
    }

    private void end(Leased turn, TurnEnd end) {
        StoredCollection leased = turn.collection();
        switch (end) {
            case TurnEnd.Done done -> release(turn, timetable.nextPoll(leased.grant(), clock.instant()), null, null);
            case TurnEnd.More more -> {
                Instant behindAllOthers = clock.instant();
                release(turn, behindAllOthers, behindAllOthers, null);
            }
            case TurnEnd.Stopped stopped -> collections.release(leased);
            case TurnEnd.OutOfTime outOfTime -> collections.release(leased);
            case TurnEnd.TokenAgain again -> collections.accept(leased, clock.instant());
            case TurnEnd.NotActive ended -> park(leased, ended.reason());
            case TurnEnd.Later later -> later(turn, later);
            case TurnEnd.Partly partly -> {
                Instant next = next(turn, partly.rest());
                release(turn, next, next, null);
            }
        }
    }

    /**
     * What a turn was not for stays due as it is; but the feed may have brought deliveries, and after a new opt-in old
     * numbers wait again.
     *
     * @param problem {@code null} if it got on
     */
    private void release(Leased turn, Instant feedDueAt, @Nullable Instant notBefore, @Nullable String problem) {
        StoredCollection was = turn.collection();
        collections.release(
                was,
                switch (turn.work()) {
                    case PARKING, NEWS, FEED ->
                        new NextTurns(
                                Work.FEED,
                                feedDueAt,
                                scans.dueAt(Rank.DELIVERED_PACKAGES, was.grant()),
                                was.numbersDueAt() == null
                                        ? scans.dueAt(Rank.OLD_NUMBERS, was.grant())
                                        : was.numbersDueAt(),
                                was.scansStandstill());
                    case SCANS ->
                        new NextTurns(
                                Work.ofRank(was.urgency()),
                                Objects.requireNonNullElse(was.dueAt(), feedDueAt),
                                notBefore(scans.dueAt(Rank.DELIVERED_PACKAGES, was.grant()), notBefore),
                                was.numbersDueAt(),
                                standstill(was.scansStandstill(), problem));
                    case NUMBERS ->
                        new NextTurns(
                                Work.ofRank(was.urgency()),
                                Objects.requireNonNullElse(was.dueAt(), feedDueAt),
                                was.scansDueAt(),
                                notBefore(scans.dueAt(Rank.OLD_NUMBERS, was.grant()), notBefore),
                                was.scansStandstill());
                });
    }

    private @Nullable Standstill standstill(@Nullable Standstill before, @Nullable String problem) {
        return problem == null ? null : new Standstill(before == null ? clock.instant() : before.since(), problem);
    }

    private static @Nullable Instant notBefore(@Nullable Instant dueAt, @Nullable Instant earliest) {
        return dueAt == null || earliest == null || dueAt.isAfter(earliest) ? dueAt : earliest;
    }

    private void park(StoredCollection leased, String why) {
        tokens.forget(leased.grant());
        Instant now = clock.instant();
        Instant next = leased.dueWhileParked(now);
        if (leased.grantState() == GrantState.ACTIVE) {
            Instant again = now.plus(pause(leased.failures(), settings.pollInterval()));
            next = next == null || again.isBefore(next) ? again : next;
        }
        collections.park(leased, why, next);
        log.info("{}: parked, {}", leased.id(), why);
    }

    private void later(Leased turn, TurnEnd.Later later) {
        Instant next = next(turn, later);
        if (turn.work().isAtLeastAsPressingAs(Work.FEED)) {
            collections.releaseFailed(turn.collection(), next, later.reason(), later.problem());
        } else {
            release(turn, next, next, later.reason()); // the feed is fine: only this has to wait
        }
    }

    private Instant next(Leased turn, TurnEnd.Later later) {
        StoredCollection leased = turn.collection();
        Duration after = later.after();
        Duration pause = pause(leased.failures(), settings.longestPause());
        Duration longer = after != null && after.compareTo(pause) > 0 ? after : pause;
        log.info("{}: next attempt at {} in {}: {}", leased.id(), turn.work(), longer, later.reason());
        return clock.instant().plus(longer);
    }

    private Duration pause(int failures, Duration longest) {
        return Timetable.jittered(settings.pauseAfter(failures, longest));
    }
}
