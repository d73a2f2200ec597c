package com.deliveryhistory.tokens.refresh;

import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.events.sealing.TokenPair;
import com.deliveryhistory.tokens.custody.EncryptedTokens;
import com.deliveryhistory.tokens.custody.TokensUnreadable;
import com.deliveryhistory.tokens.custody.Vault;
import com.deliveryhistory.tokens.grants.Attempt;
import com.deliveryhistory.tokens.grants.Change;
import com.deliveryhistory.tokens.grants.End;
import com.deliveryhistory.tokens.grants.Expiry;
import com.deliveryhistory.tokens.grants.Grant;
import com.deliveryhistory.tokens.grants.Grant.Active;
import com.deliveryhistory.tokens.grants.Grant.Ended;
import com.deliveryhistory.tokens.grants.Grants;
import com.deliveryhistory.tokens.grants.Lease;
import com.deliveryhistory.tokens.grants.Upkeep;
import com.deliveryhistory.tokens.refresh.Outcome.Refused;
import com.deliveryhistory.tokens.refresh.Outcome.Renewed;
import com.deliveryhistory.tokens.refresh.Outcome.TryLater;
import com.deliveryhistory.tokens.refresh.Outcome.Unclear;
import com.mongodb.MongoException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Refreshes one grant, so that at no point a crash or a rival loses more than what cannot be saved:
 *
 * <ol>
 *   <li>take the lease and store the intent, in one update;
 *   <li>ask UPS, for less time than the lease lasts;
 *   <li>make the outcome durable, if the grant, its generation and the lease's fence are still the same.
 * </ol>
 *
 * Nobody sees a new pair before it is stored. A late outcome, good or bad, changes nothing.
 */
final class Refresher {

    private static final Logger log = LoggerFactory.getLogger(Refresher.class);
    private static final Duration STORE_RETRY = Duration.ofMillis(500);

    /** Two reckonings of the same end differ by less. */
    private static final Duration CLOCK_NOISE = Duration.ofMinutes(1);

    private final Grants grants;
    private final Vault vault;
    private final UpsTokens ups;
    private final RefreshSchedule schedule;
    private final RefreshSettings settings;
    private final Paces paces;
    private final RefreshMetrics metrics;
    private final Clock clock;
    private final Duration longestCall;
    private final String instance;

    /**
     * Makes a refresher.
     *
     * @param longestCall how long a call to UPS may take
     * @param instance name of this instance of the service
     */
    Refresher(
            Grants grants,
            Vault vault,
            UpsTokens ups,
            RefreshSchedule schedule,
            RefreshSettings settings,
            Paces paces,
            RefreshMetrics metrics,
            Clock clock,
            Duration longestCall,
            String instance) {
        this.grants = grants;
        this.vault = vault;
        this.ups = ups;
        this.schedule = schedule;
        this.settings = settings;
        this.paces = paces;
        this.metrics = metrics;
        this.clock = clock;
        this.longestCall = longestCall;
        this.instance = instance;
    }

    /** What spares the refreshes of these grants, one by one and soon, a look-up each. */
    void expect(Collection<Active> soon) {
        vault.expect(soon.stream().map(Active::tokens).toList());
    }

    /** Refreshes the generation that was read, or does nothing if it has moved on or somebody else is at it. */
    void refresh(Active grant) {
        if (grant.expired(clock.instant())) {
            return; // its end is told by ExpiryNotices
        }
        TokenPair old;
        try {
            old = vault.decrypt(grant.id(), grant.generation(), grant.tokens());
        } catch (TokensUnreadable e) {
            log.error("{} cannot be refreshed; its data is left as it is", grant.id(), e);
            metrics.outcome(grant.id(), "unreadable", Duration.ZERO);
            grants.unreadable(
                    grant, clock.instant(), schedule.retry(grant.upkeep().failures() + 1));
            return;
        } catch (MongoException e) {
            log.warn("{} cannot be refreshed now, store or KMS does not answer: {}", grant.id(), e.toString());
            grants.putOff(grant, schedule.retry(grant.upkeep().failures() + 1));
            return;
        }
        Instant start = clock.instant();
        Attempt attempt =
                new Attempt(UUID.randomUUID().toString(), Fingerprint.of(old.refreshToken()), start, instance);
        Optional<Lease> lease = grants.lease(grant, attempt, start.plus(settings.lease()));
        if (lease.isPresent()) {
            if (tooLate(start)) {
                untilStored(grant.id(), () -> giveBack(lease.get(), "this process stood still for too long", true));
                return;
            }
            Outcome outcome = ups.refresh(grant.id().application(), old.refreshToken());
            paces.of(grant.id().application()).heard(grant.id(), outcome);
            metrics.outcome(grant.id(), nameOf(outcome), Duration.between(start, clock.instant()));
            untilStored(grant.id(), () -> conclude(lease.get(), old, start, outcome));
        }
    }

    /** Whether a call that begins now might go on when the lease is over and another instance uses the same token. */
    private boolean tooLate(Instant leasedAt) {
        return clock.instant().isAfter(leasedAt.plus(settings.lease()).minus(longestCall));
    }

    private void conclude(Lease lease, TokenPair old, Instant start, Outcome outcome) {
        switch (outcome) {
            case Renewed renewed -> keep(lease, old, start, renewed);
            case Refused refused -> {
                End end = lease.triedBefore() ? End.ROTATION_LOST : End.REFRESH_REJECTED;
                if (store(lease, (grant, now) -> grant.ended(end, null, now)) || hasEnded(lease.grant(), end)) {
                    log.warn("{} has ended: {}", lease.grant().id(), end);
                    metrics.ended(lease.grant().id(), end);
                } else {
                    metrics.dropped(lease.grant().id());
                }
            }
            case TryLater later -> giveBack(lease, later.why(), true);
            case Unclear unclear -> giveBack(lease, unclear.why(), false);
        }
    }

    private void keep(Lease lease, TokenPair old, Instant start, Renewed renewed) {
        Active leased = lease.grant();
        TokenPair pair = new TokenPair(
                renewed.accessToken(), renewed.refreshToken() == null ? old.refreshToken() : renewed.refreshToken());
        boolean kept;
        try {
            kept = store(lease, (grant, now) -> renewed(grant, encryptedLike(grant, pair), old, start, renewed, now));
        } catch (TokensUnreadable e) {
            // the data key went with the grant, or was lost: then the pair must not be lost too
            kept = grants.find(leased.id()) instanceof Active still
                    && still.generation() == leased.generation()
                    && store(lease, (grant, now) -> renewed(grant, encrypted(grant, pair), old, start, renewed, now));
        }
        if (!kept && !stored(leased, pair)) {
            log.warn("{}: a new pair is dropped, the grant has moved on", leased.id());
            metrics.dropped(leased.id());
        }
    }

    /** Whether an earlier try to store the pair was done, and only its acknowledgement got lost. */
    private boolean stored(Active before, TokenPair pair) {
        return grants.find(before.id()) instanceof Active now
                && now.generation() == before.generation() + 1
                && vault.decrypt(now.id(), now.generation(), now.tokens()).equals(pair);
    }

    /** Whether an earlier try to store the end was done, and only its acknowledgement got lost. */
    private boolean hasEnded(Active before, End end) {
        return grants.find(before.id()) instanceof Ended now
                && now.generation() == before.generation()
                && now.end() == end;
    }

    /** With the data key of the tokens that were read: if that is replaced meanwhile, saving fails. */
    private EncryptedTokens encryptedLike(Active grant, TokenPair pair) {
        return vault.encryptLike(grant.tokens(), grant.id(), grant.generation() + 1, pair);
    }

    private EncryptedTokens encrypted(Active grant, TokenPair pair) {
        return vault.encrypt(grant.id(), grant.generation() + 1, pair);
    }

    private void giveBack(Lease lease, String why, boolean tokenUntouched) {
        Instant again = schedule.retry(lease.grant().upkeep().failures() + 1);
        if (grants.giveBack(lease, again, tokenUntouched)) {
            log.warn(
                    "{} could not be refreshed, next attempt at {}: {}",
                    lease.grant().id(),
                    again,
                    why);
        } else {
            metrics.dropped(lease.grant().id());
        }
    }

    /** Saves what follows from the grant as it is now, as long as it is the lease's grant and generation. */
    private boolean store(Lease lease, BiFunction<Active, Instant, Change> decision) {
        Grant grant = lease.grant();
        while (grant instanceof Active active
                && active.generation() == lease.grant().generation()) {
            Change change = decision.apply(active, clock.instant());
            if (grants.save(lease, active, change)) {
                return true;
            }
            Grant read = grants.find(active.id());
            if (read.version() == active.version()) {
                return false; // nobody changed it, so it is the fence: somebody else has the lease
            }
            grant = read;
        }
        return false;
    }

    private Change renewed(
            Active grant, EncryptedTokens tokens, TokenPair old, Instant start, Renewed renewed, Instant now) {
        Upkeep upkeep = grant.upkeep();
        Expiry before = grant.facts().expiry();
        Expiry expiry = new Expiry(
                start.plus(renewed.accessTokenLife() == null ? lastLife(grant) : renewed.accessTokenLife()),
                refreshTokenEnd(grant, old, start, renewed));
        boolean longer = expiry.refreshToken().isAfter(before.refreshToken().plus(CLOCK_NOISE));
        return grant.renewed(
                tokens,
                expiry,
                new Upkeep(
                        start,
                        longer ? start : upkeep.refreshTokenSince(),
                        schedule.next(grant.id(), start, expiry, upkeep.handedOutAt()),
                        upkeep.handedOutAt(),
                        0,
                        longer ? 0 : upkeep.expiryMark(),
                        null),
                now);
    }

    /** UPS may not say how long another refresh token lives: then as long as the one before it. */
    private static Instant refreshTokenEnd(Active grant, TokenPair old, Instant start, Renewed renewed) {
        Instant before = grant.facts().expiry().refreshToken();
        if (renewed.refreshTokenLife() != null) {
            return start.plus(renewed.refreshTokenLife());
        }
        boolean isAnother =
                renewed.refreshToken() != null && !renewed.refreshToken().equals(old.refreshToken());
        Instant end = start.plus(Duration.between(grant.upkeep().refreshTokenSince(), before));
        return isAnother && end.isAfter(before) ? end : before;
    }

    private Duration lastLife(Active grant) {
        Duration life = Duration.between(
                grant.upkeep().obtainedAt(), grant.facts().expiry().accessToken());
        return life.isPositive() ? life : settings.assumedLife();
    }

    /** A pair that UPS gave is in no other place than this thread: an outage of the store is waited for. */
    private static void untilStored(GrantId id, Runnable write) {
        boolean stored = false;
        while (!stored) {
            try {
                write.run();
                stored = true;
            } catch (MongoException e) {
                log.warn("{}: the outcome of a refresh cannot be stored now, trying again: {}", id, e.toString());
                try {
                    Thread.sleep(STORE_RETRY);
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                    throw e;
                }
            }
        }
    }

    private static String nameOf(Outcome outcome) {
        return switch (outcome) {
            case Renewed renewed -> "renewed";
            case Refused refused -> "refused";
            case TryLater later -> "try-later";
            case Unclear unclear -> "unclear";
        };
    }
}
