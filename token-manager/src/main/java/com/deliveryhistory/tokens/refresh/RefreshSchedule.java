package com.deliveryhistory.tokens.refresh;

import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.tokens.grants.Expiry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/** When a grant's next refresh is due. Always by what UPS said about expiry, and spread, so that nothing falls due in crowds. */
public final class RefreshSchedule {

    /** UPS may say odd lives; no pair is refreshed again sooner than this after it was obtained. */
    private static final Duration SOONEST = Duration.ofSeconds(1);

    /** Knuth's multiplier: similar ids get times far apart. */
    private static final int SPREADING = 0x9E3779B1;

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
     * otherwise at the next check; in any case before the refresh token ends, and never at once again.
     *
     * @param handedOutAt when one of the grant's tokens was last handed out; {@code null}: never
     */
    public Instant next(GrantId grant, Instant obtainedAt, Expiry expiry, @Nullable Instant handedOutAt) {
        Instant now = clock.instant();
        boolean inUse =
                handedOutAt != null && handedOutAt.plus(settings.inUseFor()).isAfter(now);
        Instant due = inUse ? before(expiry.accessToken(), obtainedAt) : nextCheck(grant, now);
        Instant last = before(expiry.refreshToken(), obtainedAt);
        Instant first = due.isBefore(last) ? due : last;
        Instant soonest = obtainedAt.plus(SOONEST);
        return first.isBefore(soonest) ? soonest : first;
    }

    /**
     * Each grant has a time of its own in the day (whatever {@code idle-check} is), so that the checks stay spread also
     * after an outage that made all of them late.
     */
    private Instant nextCheck(GrantId grant, Instant now) {
        long period = Math.max(1, settings.idleCheck().toMillis());
        double share = Integer.toUnsignedLong(grant.toString().hashCode() * SPREADING) / 0x1p32;
        long offset = Math.round(share * period);
        long earliest = now.toEpochMilli() + period / 24;
        return Instant.ofEpochMilli(earliest + Math.floorMod(offset - earliest, period));
    }

    /** When a pair that is in use is to be refreshed. */
    public Instant whenInUse(Instant obtainedAt, Expiry expiry) {
        return before(expiry.accessToken(), obtainedAt);
    }

    /** When to try again after this many failures in a row. */
    public Instant retry(int failures) {
        return clock.instant()
                .plus(Backoff.pause(settings.firstRetry(), settings.longestRetry(), failures, random.getAsDouble()));
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
