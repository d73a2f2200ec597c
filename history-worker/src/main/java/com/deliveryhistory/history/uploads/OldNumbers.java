package com.deliveryhistory.history.uploads;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.history.packages.PackageStore;
import com.deliveryhistory.history.packages.Scans;
import com.deliveryhistory.history.retention.RetentionSettings;
import com.deliveryhistory.history.tracking.NumbersToTrack;
import com.deliveryhistory.history.tracking.Patience;
import com.deliveryhistory.history.tracking.TrackingAnswer.Found;
import com.deliveryhistory.history.tracking.TrackingAnswer.Nothing;
import com.deliveryhistory.history.uploads.StoredNumber.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Numbers that were uploaded. Those whose package is complete by the time of their turn are not asked for; a package that
 * is not delivered yet is asked for again a few times.
 */
@Component
final class OldNumbers implements NumbersToTrack {

    private static final String NOT_KEPT = "nothing has happened to it for longer than packages are kept";
    private static final int LOOKED_AT = 100;
    private static final int MOST_LOOKS = 500;

    /** A number whose turn was over before, or killed, lets others go first. */
    private static final Duration UNASKED_PAUSE = Duration.ofMinutes(5);

    private final OldNumberStore numbers;
    private final PackageStore packages;
    private final UploadSettings settings;
    private final RetentionSettings retention;
    private final Clock clock;

    OldNumbers(
            OldNumberStore numbers,
            PackageStore packages,
            UploadSettings settings,
            RetentionSettings retention,
            Clock clock) {
        this.numbers = numbers;
        this.packages = packages;
        this.settings = settings;
        this.retention = retention;
        this.clock = clock;
    }

    @Override
    public Rank rank() {
        return Rank.OLD_NUMBERS;
    }

    @Override
    public List<Waiting> next(GrantId grant, Instant now, int limit) {
        CompanyId company = grant.company();
        List<StoredNumber> worthIt = List.of();
        for (int look = 0; look < MOST_LOOKS && worthIt.isEmpty(); look++) {
            List<StoredNumber> due = numbers.due(company, now, LOOKED_AT);
            if (due.isEmpty()) {
                return List.of();
            }
            worthIt = withoutKnown(company, due);
        }
        List<StoredNumber> handedOut = worthIt.stream().limit(limit).toList();
        if (!handedOut.isEmpty()) {
            numbers.handedOut(handedOut, now.plus(UNASKED_PAUSE));
        }
        return handedOut.stream().map(StoredNumber::waiting).toList();
    }

    private List<StoredNumber> withoutKnown(CompanyId company, List<StoredNumber> due) {
        Set<String> complete = packages.delivered(
                company, due.stream().map(StoredNumber::trackingNumber).toList());
        List<StoredNumber> others = new ArrayList<>(due);
        List<StoredNumber> known = due.stream()
                .filter(number -> complete.contains(number.trackingNumber()))
                .toList();
        if (!known.isEmpty()) {
            numbers.known(known);
            others.removeAll(known);
        }
        return others;
    }

    @Override
    public void found(GrantId grant, Waiting number, Found answer) {
        if (isTooOld(answer.scans())
                && packages.find(grant.company(), number.trackingNumber()).isEmpty()) {
            answered(grant, number, Outcome.TOO_OLD, NOT_KEPT, null);
            return;
        }
        packages.fillIn(grant, number.trackingNumber(), answer.scans(), clock.instant());
        Instant again = answer.delivered() ? null : again(number, settings.followAfter());
        answered(grant, number, Outcome.FOUND, null, again);
    }

    private boolean isTooOld(Scans scans) {
        LocalDateTime latest = scans.latest();
        return latest != null
                && retention
                        .firstDay(clock)
                        .filter(day -> latest.toLocalDate().isBefore(day))
                        .isPresent();
    }

    @Override
    public void nothing(GrantId grant, Waiting number, Nothing answer) {
        Instant again = answer.lasting() ? null : again(number, settings.retryAfter());
        answered(grant, number, again == null ? Outcome.NOT_FOUND : null, answer.reason(), again);
    }

    @Override
    public void unanswered(GrantId grant, Waiting number, String reason, boolean othersAnswered) {
        Patience.afterFailure(number, othersAnswered)
                .ifPresentOrElse(
                        pause -> numbers.putOff(grant.company(), number, clock.instant(), pause, othersAnswered),
                        () -> numbers.giveUp(
                                grant.company(), number, Patience.exhausted(number, reason), clock.instant()));
    }

    @Override
    public Optional<Instant> dueAt(GrantId grant) {
        return numbers.firstDueAt(grant.company());
    }

    private @Nullable Instant again(Waiting number, Duration pause) {
        return number.attempts() + 1 < settings.attempts()
                ? clock.instant().plus(UploadSettings.doubled(pause, number.attempts()))
                : null;
    }

    private void answered(
            GrantId grant,
            Waiting number,
            @Nullable Outcome outcome,
            @Nullable String reason,
            @Nullable Instant again) {
        numbers.answered(grant.company(), number.trackingNumber(), outcome, reason, again, clock.instant());
    }
}
