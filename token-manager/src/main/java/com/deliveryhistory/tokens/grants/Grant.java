package com.deliveryhistory.tokens.grants;

import com.deliveryhistory.events.GrantEvent;
import com.deliveryhistory.events.GrantEvent.GrantActivated;
import com.deliveryhistory.events.GrantEvent.GrantExpiring;
import com.deliveryhistory.events.GrantEvent.GrantRenewed;
import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.events.GrantState;
import com.deliveryhistory.events.GrantStatus;
import com.deliveryhistory.tokens.custody.EncryptedTokens;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where one company's authorisation of one application stands. Immutable; every transition gives a {@link Change}.
 * Whatever order the same opt-ins, password changes and withdrawals arrive in, the same state results: the newest
 * authorisation counts, unless {@link Horizons} void it.
 */
public sealed interface Grant {

    GrantId id();

    /** Number of the stored change that this was read from; 0 if nothing is stored. */
    long version();

    Horizons horizons();

    /** Number of the token pair; 0 before the first. */
    long generation();

    /** Number of the public change; 0 before the first. */
    long revision();

    /** Whether an opt-in of this time is news. What is older than, or the same as, what is known is not. */
    boolean awaits(Instant authorizedAt);

    /** The same grant, with more known about what is void; nothing follows from it yet. */
    Grant knowing(Horizons more);

    /** How an opt-in of this time has already ended before it arrived, if it has. */
    default Optional<End> voids(Instant authorizedAt) {
        return horizons().of(authorizedAt);
    }

    /** An admin opted in, and nothing voids it. Wins over whatever was before. */
    default Change opened(
            Authorization authorization,
            Expiry expiry,
            EncryptedTokens tokens,
            Upkeep upkeep,
            String causedBy,
            Instant now) {
        Facts facts = new Facts(generation() + 1, revision() + 1, authorization, expiry, causedBy, Told.at(now));
        Active next = new Active(id(), version(), horizons(), facts, tokens, upkeep);
        return new Change(next, List.of(Events.envelope(new GrantActivated(next.status()), now)));
    }

    /** An admin opted in, but what is already known voids it: it ends as it begins, for everybody to see. */
    default Change openedVoid(Authorization authorization, Expiry expiry, End end, String causedBy, Instant now) {
        Facts facts = new Facts(
                generation() + 1, revision() + 1, horizons().known(authorization), expiry, causedBy, Told.at(now));
        return Events.ended(new Ended(id(), version(), horizons(), facts, end), now);
    }

    /** A password change or withdrawal became known; empty if it changes nothing. */
    Optional<Change> heeding(Horizons news, String causedBy, Instant now);

    /**
     * Nothing changed, but what was last told is told again, as of when it came about: marked as such, and with a revision
     * above what anybody has seen, as readers ignore what is not newer than what they have, even if that is wrong.
     *
     * @param seen the highest revision that is known to have been told
     * @return empty if there is no state to tell of
     */
    default Optional<Change> toldAgain(long seen, Instant now) {
        return Optional.empty();
    }

    /** The newest that is known; empty before the first opt-in. */
    default Optional<Authorization> authorization() {
        return Optional.empty();
    }

    /** The same with another name of who opted in, to be {@linkplain #toldAgain told again}. */
    default Grant authorizedBy(String name) {
        return this;
    }

    /** Nobody opted in so far, as far as is known. */
    record Unopened(GrantId id, long version, Horizons horizons) implements Grant {

        @Override
        public Unopened knowing(Horizons more) {
            return new Unopened(id, version, horizons.and(more));
        }

        @Override
        public long generation() {
            return 0;
        }

        @Override
        public long revision() {
            return 0;
        }

        @Override
        public boolean awaits(Instant authorizedAt) {
            return true;
        }

        @Override
        public Optional<Change> heeding(Horizons news, String causedBy, Instant now) {
            Horizons all = horizons.and(news);
            return all.equals(horizons) ? Optional.empty() : Optional.of(Change.silent(knowing(news)));
        }
    }

    /** Can be worked with; the only state that holds tokens. */
    record Active(GrantId id, long version, Horizons horizons, Facts facts, EncryptedTokens tokens, Upkeep upkeep)
            implements Grant {

        /** The days before the refresh token's end at which {@code GrantExpiring} is told, once each. */
        private static final List<Integer> EXPIRY_MARKS = List.of(1, 7, 14);

        /** UPS's clock and ours may differ, so that a refresh token is not given up the moment that it should end. */
        private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

        @Override
        public Active knowing(Horizons more) {
            return new Active(id, version, horizons.and(more), facts, tokens, upkeep);
        }

        @Override
        public long generation() {
            return facts.generation();
        }

        @Override
        public long revision() {
            return facts.revision();
        }

        @Override
        public boolean awaits(Instant authorizedAt) {
            return authorizedAt.isAfter(facts.authorization().at());
        }

        @Override
        public Optional<Change> heeding(Horizons news, String causedBy, Instant now) {
            Horizons all = horizons.and(news);
            Optional<End> end = all.of(facts.authorization().at());
            if (end.isPresent()) {
                return Optional.of(knowing(news).ended(end.get(), causedBy, now));
            }
            return all.equals(horizons) ? Optional.empty() : Optional.of(Change.silent(knowing(news)));
        }

        /** UPS gave a new pair. To others nothing changed, unless they were told that the refresh token runs out. */
        public Change renewed(EncryptedTokens renewed, Expiry expiry, Upkeep next, Instant now) {
            boolean allClear = upkeep.expiryMark() != 0 && next.expiryMark() == 0;
            Facts newFacts = new Facts(
                    facts.generation() + 1,
                    facts.revision() + (allClear ? 1 : 0),
                    facts.authorization(),
                    expiry,
                    facts.causedBy(),
                    allClear ? new Told(now, true) : facts.told());
            Active active = new Active(id, version, horizons, newFacts, renewed, next);
            return allClear
                    ? new Change(active, List.of(Events.envelope(new GrantRenewed(active.status()), now)))
                    : Change.silent(active);
        }

        /** It is over. */
        public Change ended(End end, @Nullable String causedBy, Instant now) {
            Facts newFacts = facts.changed(horizons.known(facts.authorization()), causedBy, now);
            return Events.ended(new Ended(id, version, horizons, newFacts, end), now);
        }

        @Override
        public Optional<Change> toldAgain(long seen, Instant now) {
            Facts newFacts = facts.revised(Math.max(seen, facts.revision()) + 1);
            Active next = new Active(id, version, horizons, newFacts, tokens, upkeep);
            return Optional.of(new Change(next, List.of(Events.again(next.lastTold(now), facts.told()))));
        }

        private GrantEvent lastTold(Instant restatedAt) {
            GrantStatus status = status().restated(restatedAt);
            if (upkeep.expiryMark() != 0) {
                return new GrantExpiring(status, upkeep.expiryMark());
            }
            return facts.told().renewal() ? new GrantRenewed(status) : new GrantActivated(status);
        }

        @Override
        public Optional<Authorization> authorization() {
            return Optional.of(facts.authorization());
        }

        @Override
        public Active authorizedBy(String name) {
            Facts renamed = facts.of(facts.authorization().by(name));
            return new Active(id, version, horizons, renamed, tokens, upkeep);
        }

        /** The company is erased, and takes this back, see {@link Ended#erased}. */
        public Ended erased(Instant at) {
            return new Ended(id, version, horizons, facts.of(Told.at(at)), End.WITHDRAWN).erased(at);
        }

        /** Whether the refresh token's life is over, UPS's clock being minutes behind ours included. */
        public boolean expired(Instant now) {
            return !end().isAfter(now);
        }

        /** Whether somebody is refreshing it, as far as is known. */
        public boolean leased(Instant now) {
            Instant until = upkeep.leasedUntil();
            return until != null && until.isAfter(now);
        }

        private Instant end() {
            return facts.expiry().refreshToken().plus(CLOCK_SKEW);
        }

        /** When there is something to tell if nothing happens until then: that it expires soon, or has. */
        public Instant nextNotice() {
            return EXPIRY_MARKS.stream()
                    .filter(this::toBeTold)
                    .map(this::mark)
                    .min(Comparator.naturalOrder())
                    .orElse(end());
        }

        /**
         * Tells that the refresh token runs out, when a mark is passed that was not told of yet. A token whose whole
         * life is shorter than a mark's days never had that long, so that mark is none.
         */
        public Optional<Change> expiring(Instant now) {
            return EXPIRY_MARKS.stream()
                    .filter(days -> !mark(days).isAfter(now))
                    .findFirst()
                    .filter(this::toBeTold)
                    .map(days -> {
                        Facts newFacts = facts.changed(facts.authorization(), facts.causedBy(), now);
                        Active next = new Active(id, version, horizons, newFacts, tokens, upkeep.markedAt(days));
                        return new Change(next, List.of(Events.envelope(new GrantExpiring(next.status(), days), now)));
                    });
        }

        private boolean toBeTold(int days) {
            return mark(days).isAfter(upkeep.refreshTokenSince())
                    && (upkeep.expiryMark() == 0 || days < upkeep.expiryMark());
        }

        private Instant mark(int days) {
            return facts.expiry().refreshToken().minus(Duration.ofDays(days));
        }

        public GrantStatus status() {
            return Events.status(id, facts, GrantState.ACTIVE, null);
        }
    }

    /** Over, until an admin opts in again. */
    record Ended(GrantId id, long version, Horizons horizons, Facts facts, End end) implements Grant {

        @Override
        public Ended knowing(Horizons more) {
            return new Ended(id, version, horizons.and(more), facts, end);
        }

        @Override
        public long generation() {
            return facts.generation();
        }

        @Override
        public long revision() {
            return facts.revision();
        }

        @Override
        public boolean awaits(Instant authorizedAt) {
            return authorizedAt.isAfter(facts.authorization().at());
        }

        /** Only a withdrawal is more final than any other end. */
        @Override
        public Optional<Change> heeding(Horizons news, String causedBy, Instant now) {
            Horizons all = horizons.and(news);
            boolean withdrawn =
                    end != End.WITHDRAWN && all.of(facts.authorization().at()).equals(Optional.of(End.WITHDRAWN));
            if (withdrawn) {
                Facts newFacts = facts.changed(all.known(facts.authorization()), causedBy, now);
                return Optional.of(Events.ended(new Ended(id, version, all, newFacts, End.WITHDRAWN), now));
            }
            return all.equals(horizons) ? Optional.empty() : Optional.of(Change.silent(knowing(news)));
        }

        @Override
        public Optional<Change> toldAgain(long seen, Instant now) {
            Ended next = new Ended(id, version, horizons, facts.revised(Math.max(seen, facts.revision()) + 1), end);
            GrantEvent again = end.eventOf(next.status().restated(now));
            return Optional.of(new Change(next, List.of(Events.again(again, facts.told()))));
        }

        @Override
        public Optional<Authorization> authorization() {
            return Optional.of(facts.authorization());
        }

        @Override
        public Ended authorizedBy(String name) {
            return new Ended(
                    id, version, horizons, facts.of(facts.authorization().by(name)), end);
        }

        /**
         * The company is erased, to be {@linkplain #toldAgain told again}: what is left is a withdrawn grant that names
         * nobody. What is known of times and numbers stays, so that nothing older comes to life.
         */
        public Ended erased(Instant at) {
            Facts nobodys = facts.of(facts.authorization().erased());
            return new Ended(
                    id,
                    version,
                    horizons.and(Horizons.erased(at)),
                    end == End.WITHDRAWN ? nobodys : nobodys.of(Told.at(at)),
                    End.WITHDRAWN);
        }

        /** Whether it is all that an erasure left. */
        public boolean isErased() {
            return horizons.erase(facts.authorization().at());
        }

        public GrantStatus status() {
            return Events.status(id, facts, end.state(), end.reason());
        }
    }
}
