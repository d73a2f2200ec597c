package com.deliveryhistory.history.collection;

import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.history.collection.TurnCalls.Attempt;
import com.deliveryhistory.history.tracking.NumbersToTrack;
import com.deliveryhistory.history.tracking.NumbersToTrack.Rank;
import com.deliveryhistory.history.tracking.NumbersToTrack.Waiting;
import com.deliveryhistory.history.tracking.Tracking;
import com.deliveryhistory.history.tracking.TrackingAnswer;
import com.deliveryhistory.history.tracking.TrackingAnswer.Found;
import com.deliveryhistory.history.tracking.TrackingAnswer.Nothing;
import com.deliveryhistory.history.tracking.TrackingAnswer.TryLater;
import com.deliveryhistory.history.tracking.TrackingSettings;
import com.deliveryhistory.history.ups.Strain;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Asks Tracking for the numbers that wait for it, a bounded number per turn. */
@Component
final class ScanCollector {

    /** For so long at least nothing is asked for where UPS answers for none: there is no hurry. */
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

    /** Asks for a turn's numbers. UPS may fail to answer for one of them and not for the next; two in a row are an outage. */
    TurnEnd collect(Rank rank, GrantId grant, TurnCalls calls) {
        NumbersToTrack queue = Objects.requireNonNull(queues.get(rank), "Nobody keeps such numbers");
        Asking asking = new Asking(queue, grant, calls);
        TurnEnd end;
        try {
            end = asking.ask(queue.next(grant, clock.instant(), settings.perTurn()));
        } finally {
            asking.tellUnanswered();
        }
        return asking.answered && end instanceof TurnEnd.Later rest ? new TurnEnd.Partly(rest) : end;
    }

    /** A number that UPS failed to answer for. */
    private record Unanswered(Waiting number, TryLater answer) {}

    /** One turn's asking. */
    private final class Asking {

        private final NumbersToTrack queue;
        private final GrantId grant;
        private final TurnCalls calls;
        private final List<Unanswered> unanswered = new ArrayList<>();
        private boolean answered;

        Asking(NumbersToTrack queue, GrantId grant, TurnCalls calls) {
            this.queue = queue;
            this.grant = grant;
            this.calls = calls;
        }

        TurnEnd ask(List<Waiting> waiting) {
            boolean failedBefore = false;
            for (Waiting number : waiting) {
                Attempt<TrackingAnswer.TokenTaken> attempt = calls.make(
                        TrackingAnswer.TokenTaken.class,
                        authorization -> tracking.details(number.trackingNumber(), authorization));
                if (attempt instanceof Attempt.Ended<TrackingAnswer.TokenTaken> ended) {
                    boolean begun = answered || !unanswered.isEmpty();
                    return begun && ended.end() instanceof TurnEnd.OutOfTime ? outOfTime() : ended.end();
                }
                TrackingAnswer.TokenTaken answer = ((Attempt.Answered<TrackingAnswer.TokenTaken>) attempt).answer();
                metrics.tracked(grant, queue.rank(), answer);
                switch (answer) {
                    case Found found -> {
                        answered = true;
                        queue.found(grant, number, found);
                    }
                    case Nothing nothing -> {
                        answered = true;
                        queue.nothing(grant, number, nothing);
                    }
                    case TryLater later -> {
                        if (later.strain() == Strain.THROTTLED) {
                            return new TurnEnd.Later(later.after(), later.reason(), Problem.UPS_AWAY);
                        }
                        unanswered.add(new Unanswered(number, later));
                        if (failedBefore) {
                            return outage();
                        }
                    }
                }
                failedBefore = answer instanceof TryLater;
            }
            if (!answered && !unanswered.isEmpty()) {
                return outage();
            }
            return waiting.size() < settings.perTurn() ? new TurnEnd.Done() : new TurnEnd.More();
        }

        /** During an outage the pace grants one call, and not the next: then there is no more of this to be had now. */
        private TurnEnd outOfTime() {
            return answered ? new TurnEnd.More() : outage();
        }

        private TurnEnd outage() {
            TryLater last = unanswered.getLast().answer();
            boolean longer = last.after() != null && last.after().compareTo(SHORTEST_PAUSE) > 0;
            return new TurnEnd.Later(longer ? last.after() : SHORTEST_PAUSE, last.reason(), Problem.UPS_AWAY);
        }

        /**
         * Of the whole turn at once: only then is known whether UPS answered for others. Of a turn that failed, too: a
         * number whose failures are not told is asked for without end.
         */
        void tellUnanswered() {
            unanswered.forEach(failed ->
                    queue.unanswered(grant, failed.number(), failed.answer().reason(), answered));
        }
    }
}
