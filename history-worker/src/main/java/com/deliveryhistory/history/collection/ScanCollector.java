package com.deliveryhistory.history.collection;

import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.history.collection.TurnCalls.Attempt;
import com.deliveryhistory.history.packages.AwaitingScans;
import com.deliveryhistory.history.packages.PackageStore;
import com.deliveryhistory.history.tracking.Tracking;
import com.deliveryhistory.history.tracking.TrackingAnswer;
import com.deliveryhistory.history.tracking.TrackingSettings;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Adds their scans to a company's newly delivered packages: a bounded number per turn, a bounded number of attempts. */
@Component
final class ScanCollector {

    private static final Logger log = LoggerFactory.getLogger(ScanCollector.class);

    private final PackageStore packages;
    private final Tracking tracking;
    private final TrackingSettings settings;
    private final Clock clock;

    ScanCollector(PackageStore packages, Tracking tracking, TrackingSettings settings, Clock clock) {
        this.packages = packages;
        this.tracking = tracking;
        this.settings = settings;
        this.clock = clock;
    }

    /** {@link TurnEnd.MoreToRead} if further packages are waiting already. */
    TurnEnd collect(StoredCollection leased, TurnCalls calls) {
        GrantId grant = leased.grant();
        List<AwaitingScans> waiting = packages.awaitingScans(grant, clock.instant(), settings.perTurn());
        for (AwaitingScans parcel : waiting) {
            String number = parcel.trackingNumber();
            Attempt<TrackingAnswer> attempt = calls.make(
                    authorization -> tracking.details(number, authorization),
                    TrackingAnswer.TokenRefused.class::isInstance);
            TrackingAnswer answer;
            switch (attempt) {
                case Attempt.Ended<TrackingAnswer> ended -> {
                    return ended.end();
                }
                case Attempt.Answered<TrackingAnswer> answered -> answer = answered.answer();
            }
            switch (answer) {
                case TrackingAnswer.Found found -> packages.complete(grant, number, found.scans());
                case TrackingAnswer.Nothing nothing -> again(grant, parcel, nothing.reason());
                case TrackingAnswer.TokenRefused refused -> again(grant, parcel, refused.code());
                case TrackingAnswer.TryLater later -> {
                    return new TurnEnd.Later(later.after(), later.reason());
                }
            }
        }
        return waiting.size() < settings.perTurn() ? new TurnEnd.CaughtUp() : new TurnEnd.MoreToRead();
    }

    private void again(GrantId grant, AwaitingScans parcel, String reason) {
        int attempts = parcel.attempts() + 1;
        if (attempts >= settings.attempts()) {
            packages.giveUp(grant, parcel.trackingNumber(), reason);
            log.info("{}: no scans for a package after {} attempts: {}", grant, attempts, reason);
        } else {
            Instant next = clock.instant().plus(settings.retryAfter().multipliedBy(1L << parcel.attempts()));
            packages.postpone(grant, parcel.trackingNumber(), next);
        }
    }
}
