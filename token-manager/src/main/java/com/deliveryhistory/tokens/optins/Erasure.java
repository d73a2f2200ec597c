package com.deliveryhistory.tokens.optins;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.tokens.custody.Vault;
import com.deliveryhistory.tokens.grants.Change;
import com.deliveryhistory.tokens.grants.Grant;
import com.deliveryhistory.tokens.grants.Grant.Ended;
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
     * Erases a company of which no grant is active. That it was is remembered: an opt-in of an earlier time that arrives
     * after this is void and names nobody.
     *
     * @param told the highest revision that is known to have been told of a grant
     * @return the grants that are told again
     */
    public List<GrantId> ofCompany(CompanyId company, ToLongFunction<GrantId> told) {
        Instant at = after(grants.ofCompany(company));
        grants.rememberErasure(company, at); // before the grants are looked through: who opts in meanwhile finds it
        List<GrantId> erased = tellAll(
                grants.ofCompany(company),
                told,
                grant -> grant instanceof Ended ended ? Optional.of(ended.erased(at)) : Optional.empty());
        vault.forget(company, grants);
        return erased;
    }

    /**
     * Puts another name in place of who opted in.
     *
     * @param told the highest revision that is known to have been told of a grant
     * @return the grants that named the person, and are told again
     */
    public List<GrantId> ofPerson(CompanyId company, String name, String pseudonym, ToLongFunction<GrantId> told) {
        return tellAll(
                grants.ofCompany(company),
                told,
                grant -> grant.authorization()
                        .filter(authorization -> authorization.by().equalsIgnoreCase(name.strip()))
                        .map(authorization -> grant.authorizedBy(pseudonym)));
    }

    /** Later than all that was authorised, by whatever clock. */
    private Instant after(List<Grant> all) {
        Instant now = OptIn.millis(clock.instant());
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
                .filter(id -> tell(id, told.applyAsLong(id), next))
                .toList();
    }

    /** Whether there is something to tell; it is stored then. */
    private boolean tell(GrantId id, long seen, Function<Grant, Optional<? extends Grant>> next) {
        while (true) {
            Grant grant = grants.find(id);
            Optional<Change> change =
                    next.apply(grant).flatMap(one -> one.toldAgain(seen, OptIn.millis(clock.instant())));
            if (change.isEmpty() || grants.save(grant, change.get())) {
                return change.isPresent();
            }
        }
    }
}
