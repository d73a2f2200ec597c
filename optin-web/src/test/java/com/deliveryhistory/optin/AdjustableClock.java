package com.deliveryhistory.optin;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** The system's clock, moved forward as a test likes. */
final class AdjustableClock extends Clock {

    private volatile Duration ahead = Duration.ZERO;

    void moveTo(Duration aheadOfSystem) {
        ahead = aheadOfSystem;
    }

    @Override
    public Instant instant() {
        return Instant.now().plus(ahead).truncatedTo(ChronoUnit.MILLIS);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
