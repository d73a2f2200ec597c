package com.deliveryhistory.history.tracking;

import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.history.packages.PackageStore;
import com.deliveryhistory.history.tracking.TrackingAnswer.Found;
import com.deliveryhistory.history.tracking.TrackingAnswer.Nothing;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Packages that the feed says are delivered: each gets its scans from Tracking once. Tracking may be slower than the
 * feed, or not show them to this company: a bounded number of attempts, each twice as long after the one before. So are
 * those that UPS does not answer, which are counted apart.
 */
@Component
public final class DeliveredPackages implements NumbersToTrack {

    private static final Logger log = LoggerFactory.getLogger(DeliveredPackages.class);
    private static final String NOT_DELIVERED = "not delivered as far as Tracking knows";

    private final PackageStore packages;
    private final TrackingSettings settings;
    private final Clock clock;

    public DeliveredPackages(PackageStore packages, TrackingSettings settings, Clock clock) {
        this.packages = packages;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public Rank rank() {
        return Rank.DELIVERED_PACKAGES;
    }

    @Override
    public List<Waiting> next(GrantId grant, Instant now, int limit) {
        return packages.awaitingScans(grant, now, limit).stream()
                .map(parcel -> new Waiting(
                        parcel.trackingNumber(), parcel.attempts(), parcel.unanswered(), parcel.passedOver()))
                .toList();
    }

    @Override
    public void found(GrantId grant, Waiting number, Found answer) {
        if (answer.delivered()) {
            packages.complete(grant, number.trackingNumber(), answer.scans(), clock.instant());
        } else {
            again(grant, number, NOT_DELIVERED);
        }
    }

    @Override
    public void nothing(GrantId grant, Waiting number, Nothing answer) {
        if (answer.lasting()) {
            packages.giveUp(grant, number.trackingNumber(), answer.reason());
        } else {
            again(grant, number, answer.reason());
        }
    }

    @Override
    public void unanswered(GrantId grant, Waiting number, String reason, boolean othersAnswered) {
        Patience.afterFailure(number, othersAnswered)
                .ifPresentOrElse(
                        pause -> packages.putOff(
                                grant, number.trackingNumber(), clock.instant().plus(pause), othersAnswered),
                        () -> {
                            String why = Patience.exhausted(number, reason);
                            packages.giveUp(grant, number.trackingNumber(), why);
                            log.warn("{}: no scans for a package: {}", grant, why);
                        });
    }

    @Override
    public Optional<Instant> dueAt(GrantId grant) {
        return packages.scansDueAt(grant);
    }

    private void again(GrantId grant, Waiting number, String reason) {
        int attempts = number.attempts() + 1;
        if (attempts >= settings.attempts()) {
            packages.giveUp(grant, number.trackingNumber(), reason);
            log.info("{}: no scans for a package after {} attempts: {}", grant, attempts, reason);
        } else {
            Duration pause = settings.retryAfter().multipliedBy(1L << Math.min(number.attempts(), 20));
            packages.postpone(grant, number.trackingNumber(), clock.instant().plus(pause));
        }
    }
}
