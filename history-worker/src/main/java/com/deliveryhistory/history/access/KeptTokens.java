package com.deliveryhistory.history.access;

import com.deliveryhistory.events.GrantId;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Scheduler;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Tokens that are good for some time yet, of the grants that were worked for last. Whatever has ended leaves the memory. */
final class KeptTokens {

    /** A token that ends within this time is not used any more. */
    private static final Duration MARGIN = Duration.ofSeconds(30);

    /** However long a token lives, token-manager is asked at least so often: it may know that the grant ended. */
    private static final Duration LONGEST_KEPT = Duration.ofMinutes(5);

    private static final int MOST = 10_000;

    private final Cache<GrantId, Kept> tokens;

    private record Kept(AccessToken token, long revision) {}

    KeptTokens(Clock clock) {
        this(clock, MOST, Scheduler.systemScheduler());
    }

    /** @param scheduler by which tokens leave when they end, even if nobody asks for any */
    KeptTokens(Clock clock, int most, Scheduler scheduler) {
        this.tokens = Caffeine.newBuilder()
                .maximumSize(most)
                .expireAfter(Expiry.<GrantId, Kept>writing((grant, kept) -> left(kept.token(), clock)))
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .executor(Runnable::run)
                .scheduler(scheduler)
                .build();
    }

    private static Duration left(AccessToken token, Clock clock) {
        Duration left = Duration.between(clock.instant(), token.expiresAt()).minus(MARGIN);
        if (left.isNegative()) {
            return Duration.ZERO;
        }
        return left.compareTo(LONGEST_KEPT) < 0 ? left : LONGEST_KEPT;
    }

    /**
     * The grant's token.
     *
     * @param revision of the grant that the token has to be of
     * @return {@code null} if there is none
     */
    @Nullable
    AccessToken find(GrantId grant, long revision) {
        Kept kept = tokens.getIfPresent(grant);
        return kept != null && kept.revision() == revision ? kept.token() : null;
    }

    void keep(GrantId grant, long revision, AccessToken token) {
        tokens.put(grant, new Kept(token, revision));
    }

    void forget(GrantId grant) {
        tokens.invalidate(grant);
    }

    /** How many are in memory. */
    long size() {
        tokens.cleanUp();
        return tokens.estimatedSize();
    }
}
