package com.deliveryhistory.tokens.refresh;

import com.deliveryhistory.tokens.grants.Expiry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/** When a grant's next refresh is due. Always by what UPS said about expiry, and spread, so that nothing falls due in crowds. */
public final class RefreshSchedule {

    private final RefreshSettings settings;
    private final Clock clock;
    private final DoubleSupplier random;

    /**
     * Makes a schedule.
     *
     * @param random from 0 to 1
     */
    public RefreshSchedule(RefreshSettings settings, Clock clock, DoubleSupplier random) {
        this.settings = settings;
        this.clock = clock;
        this.random = random;
    }

    /**
     * When a pair obtained at this time is to be refreshed: shortly before the access token ends if it is in use,
     * otherwise at the next check; in any case before the refresh token ends.
     *
     * @param handedOutAt when one of the grant's tokens was last handed out; {@code null}: never
     */
    public Instant next(Instant obtainedAt, Expiry expiry, @Nullable Instant handedOutAt) {
        Instant now = clock.instant();
        boolean inUse =
                handedOutAt != null && handedOutAt.plus(settings.inUseFor()).isAfter(now);
        Instant due = inUse
                ? before(expiry.accessToken(), obtainedAt)
                : now.plus(scaled(settings.idleCheck(), 0.9 + 0.1 * random.getAsDouble()));
        Instant last = before(expiry.refreshToken(), obtainedAt);
        return due.isBefore(last) ? due : last;
    }

    /** When a pair that is in use is to be refreshed. */
    public Instant whenInUse(Instant obtainedAt, Expiry expiry) {
        return before(expiry.accessToken(), obtainedAt);
    }

    /** When to try again after this many failures in a row. */
    public Instant retry(int failures) {
        Duration pause = settings.firstRetry();
        for (int i = 1; i < failures && pause.compareTo(settings.longestRetry()) < 0; i++) {
            pause = pause.multipliedBy(2);
        }
        if (pause.compareTo(settings.longestRetry()) > 0) {
            pause = settings.longestRetry();
        }
        return clock.instant().plus(scaled(pause, 0.75 + 0.5 * random.getAsDouble()));
    }

    private Instant before(Instant end, Instant since) {
        Duration life = Duration.between(since, end);
        if (!life.isPositive()) {
            return end;
        }
        Duration margin = scaled(life, settings.marginShare());
        if (margin.compareTo(settings.margin()) > 0) {
            margin = settings.margin();
        }
        return end.minus(scaled(margin, 0.75 + 0.25 * random.getAsDouble()));
    }

    private static Duration scaled(Duration duration, double factor) {
        return Duration.ofMillis(Math.round(duration.toMillis() * factor));
    }
}
