package com.deliveryhistory.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** A clock that tests put forward. In milliseconds, as times are stored. */
public final class TestClock extends Clock {

    private final InstantSource base;
    private volatile Duration ahead = Duration.ZERO;

    private TestClock(InstantSource base) {
        this.base = base;
    }

    /** Goes on as the system's clock does. */
    public static TestClock running() {
        return new TestClock(InstantSource.system());
    }

    /** Stands still unless it is put forward. */
    public static TestClock standingAt(Instant time) {
        return new TestClock(InstantSource.fixed(time));
    }

    public synchronized void advance(Duration by) {
        ahead = ahead.plus(by);
    }

    /** Shows the time that it would show by itself. */
    public synchronized void reset() {
        ahead = Duration.ZERO;
    }

    @Override
    public Instant instant() {
        return base.instant().plus(ahead).truncatedTo(ChronoUnit.MILLIS);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return zone.equals(getZone()) ? this : Clock.fixed(instant(), zone);
    }
}
