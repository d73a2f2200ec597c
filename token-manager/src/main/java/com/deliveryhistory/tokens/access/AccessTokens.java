package com.deliveryhistory.tokens.access;

import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.events.sealing.TokenPair;
import com.deliveryhistory.tokens.access.Answer.Handed;
import com.deliveryhistory.tokens.access.Answer.NoGrant;
import com.deliveryhistory.tokens.access.Answer.NotActive;
import com.deliveryhistory.tokens.access.Answer.TooSoon;
import com.deliveryhistory.tokens.access.Answer.TryLater;
import com.deliveryhistory.tokens.custody.TokensUnreadable;
import com.deliveryhistory.tokens.custody.Vault;
import com.deliveryhistory.tokens.grants.Grant.Active;
import com.deliveryhistory.tokens.grants.Grant.Ended;
import com.deliveryhistory.tokens.grants.Grant.Unopened;
import com.deliveryhistory.tokens.grants.Grants;
import com.deliveryhistory.tokens.refresh.RefreshSchedule;
import com.deliveryhistory.tokens.refresh.Refreshes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Hands out access tokens that live long enough, refreshing first if need be. */
final class AccessTokens implements TokenSource {

    /** How exactly "last handed out" is kept: not every request is worth a write. */
    private static final Duration NOTE_EVERY = Duration.ofHours(1);

    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    private final Grants grants;
    private final Refreshes refreshes;
    private final RefreshSchedule schedule;
    private final Vault vault;
    private final AccessSettings settings;
    private final Clock clock;

    AccessTokens(
            Grants grants,
            Refreshes refreshes,
            RefreshSchedule schedule,
            Vault vault,
            AccessSettings settings,
            Clock clock) {
        this.grants = grants;
        this.refreshes = refreshes;
        this.schedule = schedule;
        this.vault = vault;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public Answer take(GrantId id, long refusedGeneration) {
        long deadline = System.nanoTime() + settings.patience().toNanos();
        boolean askedBefore = false;
        while (true) {
            switch (grants.find(id)) {
                case Unopened unopened -> {
                    return new NoGrant();
                }
                case Ended ended -> {
                    return new NotActive(ended.end());
                }
                case Active grant -> {
                    boolean livesLongEnough = livesLongEnough(grant);
                    if (livesLongEnough && grant.generation() > refusedGeneration) {
                        return hand(grant);
                    }
                    Duration tooSoon = livesLongEnough ? untilNextTry(grant) : Duration.ZERO;
                    if (tooSoon.isPositive()) {
                        return new TooSoon(tooSoon);
                    }
                    Duration patience = Duration.ofNanos(deadline - System.nanoTime());
                    Instant now = clock.instant();
                    Duration pause = refreshes.pauseOf(id.application());
                    if (pause.isPositive()) {
                        boolean waiting = backingOff(grant, now) || grant.leased(now);
                        return new TryLater(
                                Obstacle.of(refreshes.strainOf(id.application())),
                                longer(pause, waiting ? pause(grant, now) : SOON));
                    }
                    if (backingOff(grant, now)) {
                        open(grant); // where that is what keeps it from being refreshed, it is what is told
                        return new TryLater(Obstacle.LAST_REFRESH_FAILED, pause(grant, now));
                    }
                    if (!patience.isPositive()) {
                        return new TryLater(Obstacle.REFRESH_NOT_DONE, grant.leased(now) ? pause(grant, now) : SOON);
                    }
                    if (askedBefore) {
                        pauseBriefly(); // somebody else is refreshing, and their result will be in the store
                    }
                    askedBefore = true;
                    refreshes.begin(grant);
                    refreshes.await(id, patience);
                }
            }
        }
    }

    /**
     * How long a pair that should be good, but that UPS refuses, is not refreshed for a caller's sake; zero: it is. If it
     * came from a refresh a moment ago, another one does not help, and a caller with any other trouble would refresh
     * without end.
     */
    private Duration untilNextTry(Active grant) {
        Instant obtained = grant.upkeep().obtainedAt();
        if (obtained.equals(grant.facts().authorization().at())) {
            return Duration.ZERO; // the pair that the admin brought
        }
        Duration left = Duration.between(clock.instant(), obtained.plus(settings.refusalPause()));
        return left.isNegative() ? Duration.ZERO : left;
    }

    private Handed hand(Active grant) {
        Instant now = clock.instant();
        TokenPair pair;
        try {
            pair = open(grant);
        } catch (TokensUnreadable e) {
            grants.foundUnreadable(grant, now);
            throw e;
        }
        Instant last = grant.upkeep().handedOutAt();
        if (last == null || last.plus(NOTE_EVERY).isBefore(now)) {
            grants.handedOut(
                    grant,
                    now,
                    schedule.whenInUse(
                            grant.upkeep().obtainedAt(), grant.facts().expiry()));
        }
        return new Handed(
                pair.accessToken(), grant.generation(), grant.facts().expiry().accessToken());
    }

    private TokenPair open(Active grant) {
        return vault.decrypt(grant.id(), grant.generation(), grant.tokens());
    }

    private boolean livesLongEnough(Active grant) {
        Instant end = grant.facts().expiry().accessToken();
        Duration halfLife = Duration.between(grant.upkeep().obtainedAt(), end).dividedBy(2);
        Duration needed = halfLife.compareTo(settings.minimumLife()) < 0 ? halfLife : settings.minimumLife();
        return end.isAfter(clock.instant().plus(needed));
    }

    /** UPS did not answer for good a moment ago, and nobody is asking it right now. */
    private static boolean backingOff(Active grant, Instant now) {
        return grant.upkeep().failures() > 0
                && !grant.leased(now)
                && grant.upkeep().nextRefreshAt().isAfter(now);
    }

    private static Duration pause(Active grant, Instant now) {
        return longer(SOON, Duration.between(now, grant.upkeep().nextRefreshAt()));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static void pauseBriefly() {
        try {
            Thread.sleep(LOOK_AGAIN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for a refresh", e);
        }
    }
}
