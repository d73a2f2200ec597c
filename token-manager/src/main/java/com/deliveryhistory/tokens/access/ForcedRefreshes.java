package com.deliveryhistory.tokens.access;

import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.tokens.grants.Grant.Active;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The refreshes that only happened because a caller said that UPS had refused a token which should have been good. If UPS
 * refuses the result too, a refresh does not help, and another one has to wait: else a caller with any other trouble would
 * refresh without end. Remembered by this instance alone, so each allows one.
 */
final class ForcedRefreshes {

    private static final int REMEMBERED = 10_000;

    private final Duration pause;
    private final Clock clock;
    private final Map<GrantId, Forced> latest = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<GrantId, Forced> eldest) {
            return size() > REMEMBERED;
        }
    };

    ForcedRefreshes(Duration pause, Clock clock) {
        this.pause = pause;
        this.clock = clock;
    }

    /**
     * The latest one of a grant.
     *
     * @param before the generation that a caller had refused
     */
    private record Forced(long before, Instant at) {}

    /** How long this generation cannot be refreshed for a caller's sake; zero: it can. */
    synchronized Duration pause(Active grant) {
        Forced forced = latest.get(grant.id());
        if (forced == null || grant.generation() != forced.before() + 1) {
            return Duration.ZERO; // it came otherwise: by an opt-in, or in its time
        }
        Duration left = Duration.between(clock.instant(), forced.at().plus(pause));
        return left.isNegative() ? Duration.ZERO : left;
    }

    synchronized void begin(Active grant) {
        latest.remove(grant.id());
        latest.put(grant.id(), new Forced(grant.generation(), clock.instant()));
    }
}
