package com.deliveryhistory.tokens.optins;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.tokens.custody.Vault;
import com.deliveryhistory.tokens.grants.Grant;
import com.deliveryhistory.tokens.grants.Grant.Active;
import com.deliveryhistory.tokens.grants.Grant.Ended;
import com.deliveryhistory.tokens.grants.Grant.Unopened;
import com.deliveryhistory.tokens.grants.Grants;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * Takes out of grants who opted in: of a company that is no customer any more, or of one person. What is public is told
 * again, so that in a compacted topic the event that names nobody takes the place of the one that did. Whatever is cut
 * off is ended by doing it again.
 */
public final class Erasure {

    private final Grants grants;
    private final Vault vault;
    private final Clock clock;

    Erasure(Grants grants, Vault vault, Clock clock) {
        this.grants = grants;
        this.vault = vault;
        this.clock = clock;
    }

    /**
     * Erases a company of which no grant is active; nothing needs to be known of it. That it was is remembered: an opt-in of
     * an earlier time that arrives after this, or has just arrived, is void and names nobody.
     *
     * @param told the highest revision that is known to have been told of a grant
     * @return the grants that are told again
     */
    public List<GrantId> ofCompany(CompanyId company, ToLongFunction<GrantId> told) {
        Instant at = after(grants.ofCompany(company));
        grants.rememberErasure(company, at); // before the grants are looked through: who opts in meanwhile finds it
        List<GrantId> erased = tellAll(grants.ofCompany(company), told, grant -> erased(grant, at));
        vault.forget(company, grants);
        return erased;
    }

    private static Optional<Ended> erased(Grant grant, Instant at) {
        return switch (grant) {
            case Unopened unopened -> Optional.empty();
            case Active active ->
                active.facts().authorization().at().isBefore(at) ? Optional.of(active.erased(at)) : Optional.empty();
            case Ended ended -> Optional.of(ended.erased(at));
        };
    }

    /**
     * Puts another name in place of who opted in. That is remembered: an opt-in of an earlier time that arrives after this
     * gets the other name, too.
     *
     * @param told the highest revision that is known to have been told of a grant
     * @return the grants that named the person, or who else was erased, and are told again
     */
    public List<GrantId> ofPerson(CompanyId company, String name, String pseudonym, ToLongFunction<GrantId> told) {
        Instant at = after(grants.ofCompany(company));
        grants.rememberErasure(company, name, pseudonym, at); // before the grants are looked through, as above
        return tellAll(grants.ofCompany(company), told, grants.remembered(company)::corrected);
    }

    /** Later than all that was authorised, by whatever clock. */
    private Instant after(List<Grant> all) {
        Instant now = clock.instant();
        return all.stream()
                .flatMap(grant -> grant.authorization().stream())
                .map(authorization -> authorization.at().plusMillis(1))
                .filter(now::isBefore)
                .max(Instant::compareTo)
                .orElse(now);
    }

    private List<GrantId> tellAll(
            List<Grant> all, ToLongFunction<GrantId> told, Function<Grant, Optional<? extends Grant>> next) {
        return all.stream()
                .filter(grant -> next.apply(grant).isPresent())
                .map(Grant::id)
                .filter(id -> toldAgain(id, told.applyAsLong(id), next))
                .toList();
    }

    /** Whether there was anything to tell. */
    private boolean toldAgain(GrantId id, long seen, Function<Grant, Optional<? extends Grant>> next) {
        return grants.change(id, grant -> next.apply(grant).flatMap(one -> one.toldAgain(seen, clock.instant())))
                .isPresent();
    }
}
