package com.deliveryhistory.history.collection;

import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.history.collection.TurnCalls.Attempt;
import com.deliveryhistory.history.tracking.NumbersToTrack;
import com.deliveryhistory.history.tracking.NumbersToTrack.Waiting;
import com.deliveryhistory.history.tracking.Tracking;
import com.deliveryhistory.history.tracking.TrackingAnswer;
import com.deliveryhistory.history.tracking.TrackingSettings;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import org.springframework.stereotype.Component;

/** Asks Tracking for the numbers that wait for it: a bounded number per turn, delivered packages before old numbers. */
@Component
final class ScanCollector {

    private final List<NumbersToTrack> queues;
    private final Tracking tracking;
    private final TrackingSettings settings;
    private final Clock clock;

    ScanCollector(List<NumbersToTrack> queues, Tracking tracking, TrackingSettings settings, Clock clock) {
        this.queues = queues.stream()
                .sorted(Comparator.comparing(NumbersToTrack::rank))
                .toList();
        this.tracking = tracking;
        this.settings = settings;
        this.clock = clock;
    }

    /** {@link TurnEnd.MoreToRead} if further numbers are waiting already. */
    TurnEnd collect(StoredCollection leased, TurnCalls calls) {
        int left = settings.perTurn();
        for (NumbersToTrack queue : queues) {
            List<Waiting> waiting = queue.next(leased.grant(), clock.instant(), left);
            for (Waiting number : waiting) {
                TurnEnd end = ask(queue, leased.grant(), number, calls);
                if (!(end instanceof TurnEnd.CaughtUp)) {
                    return end;
                }
            }
            left -= waiting.size();
            if (left <= 0) {
                return new TurnEnd.MoreToRead();
            }
        }
        return new TurnEnd.CaughtUp();
    }

    private TurnEnd ask(NumbersToTrack queue, GrantId grant, Waiting number, TurnCalls calls) {
        Attempt<TrackingAnswer> attempt = calls.make(
                authorization -> tracking.details(number.trackingNumber(), authorization),
                TrackingAnswer.TokenRefused.class::isInstance);
        return switch (attempt) {
            case Attempt.Ended<TrackingAnswer> ended -> ended.end();
            case Attempt.Answered<TrackingAnswer> answered -> {
                switch (answered.answer()) {
                    case TrackingAnswer.Found found -> queue.found(grant, number, found);
                    case TrackingAnswer.Nothing nothing -> queue.nothing(grant, number, nothing);
                    case TrackingAnswer.TokenRefused refused -> {
                        yield new TurnEnd.Later(null, "UPS refuses the access token " + refused.code());
                    }
                    case TrackingAnswer.TryLater later -> {
                        yield new TurnEnd.Later(later.after(), later.reason());
                    }
                }
                yield new TurnEnd.CaughtUp();
            }
        };
    }
}
