package com.deliveryhistory.history.collection;

import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.history.collection.TurnCalls.Attempt;
import com.deliveryhistory.history.tracking.NumbersToTrack;
import com.deliveryhistory.history.tracking.NumbersToTrack.Rank;
import com.deliveryhistory.history.tracking.NumbersToTrack.Waiting;
import com.deliveryhistory.history.tracking.Tracking;
import com.deliveryhistory.history.tracking.TrackingAnswer;
import com.deliveryhistory.history.tracking.TrackingAnswer.TryLater;
import com.deliveryhistory.history.tracking.TrackingSettings;
import com.deliveryhistory.history.ups.Strain;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Asks Tracking for the numbers that wait for it, a bounded number per turn. */
@Component
final class ScanCollector {

    /** There is no hurry: a number that UPS fails to answer is not asked for over and over. */
    private static final Duration SHORTEST_PAUSE = Duration.ofMinutes(1);

    private final Map<Rank, NumbersToTrack> queues = new EnumMap<>(Rank.class);
    private final Tracking tracking;
    private final TrackingSettings settings;
    private final CollectionMetrics metrics;
    private final Clock clock;

    ScanCollector(
            List<NumbersToTrack> queues,
            Tracking tracking,
            TrackingSettings settings,
            CollectionMetrics metrics,
            Clock clock) {
        queues.forEach(queue -> this.queues.put(queue.rank(), queue));
        this.tracking = tracking;
        this.settings = settings;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** When the next number of this rank is due; {@code null} if none waits. */
    @Nullable
    Instant dueAt(Rank rank, GrantId grant) {
        NumbersToTrack queue = queues.get(rank);
        return queue == null ? null : queue.dueAt(grant).orElse(null);
    }

    /**
     * Asks for a turn's numbers. One that UPS fails to answer may itself be why: it stays, and the next one is asked for;
     * two in a row are an outage.
     */
    TurnEnd collect(Rank rank, GrantId grant, TurnCalls calls) {
        NumbersToTrack queue = Objects.requireNonNull(queues.get(rank), "Nobody keeps such numbers");
        List<Waiting> waiting = queue.next(grant, clock.instant(), settings.perTurn());
        TurnEnd failure = null;
        boolean failedBefore = false;
        for (Waiting number : waiting) {
            Attempt<TrackingAnswer> attempt =
                    calls.make(authorization -> tracking.details(number.trackingNumber(), authorization));
            if (attempt instanceof Attempt.Ended<TrackingAnswer> ended) {
                boolean begun = !number.equals(waiting.getFirst());
                return begun && ended.end() instanceof TurnEnd.OutOfTime ? new TurnEnd.More() : ended.end();
            }
            TrackingAnswer answer = ((Attempt.Answered<TrackingAnswer>) attempt).answer();
            metrics.tracked(grant, rank, answer);
            TurnEnd failed = tell(queue, grant, number, answer);
            if (failed != null && (failedBefore || answer.strain() == Strain.THROTTLED)) {
                return failed;
            }
            failedBefore = failed != null;
            failure = failedBefore ? failed : failure;
        }
        if (failure != null) {
            return failure;
        }
        return waiting.size() < settings.perTurn() ? new TurnEnd.Done() : new TurnEnd.More();
    }

    /** {@code null} if UPS answered. */
    private static @Nullable TurnEnd tell(NumbersToTrack queue, GrantId grant, Waiting number, TrackingAnswer answer) {
        switch (answer) {
            case TrackingAnswer.Found found -> queue.found(grant, number, found);
            case TrackingAnswer.Nothing nothing -> queue.nothing(grant, number, nothing);
            case TrackingAnswer.TokenRefused refused -> {
                return new TurnEnd.Later(SHORTEST_PAUSE, "UPS refuses the access token " + refused.code());
            }
            case TryLater later -> {
                return new TurnEnd.Later(pause(later), later.reason());
            }
        }
        return null;
    }

    private static @Nullable Duration pause(TryLater later) {
        boolean longer = later.after() != null && later.after().compareTo(SHORTEST_PAUSE) > 0;
        return longer || later.strain() == Strain.THROTTLED ? later.after() : SHORTEST_PAUSE;
    }
}
