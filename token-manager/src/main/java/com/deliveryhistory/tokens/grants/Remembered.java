package com.deliveryhistory.tokens.grants;

import com.deliveryhistory.tokens.grants.Grant.Ended;
import java.util.Optional;

/**
 * What is remembered of a company as a whole, those of its applications included that it has not opted in yet, so that
 * whatever arrives late comes to the same as if it had been in time.
 *
 * @param horizons up to when what it authorised is void
 * @param people who of it was erased
 */
public record Remembered(Horizons horizons, ErasedPeople people) {

    /** Of a company of which nothing is. */
    public static final Remembered NOTHING = new Remembered(Horizons.NONE, ErasedPeople.NONE);

    /** What may be kept and told of an authorisation. */
    public Authorization known(Authorization authorization) {
        return people.known(horizons.known(authorization));
    }

    /**
     * The same grant without the name of who was erased while its opt-in was on the way, to be
     * {@linkplain Grant#toldAgain told again}.
     *
     * @return empty if it names nobody such, or has to {@linkplain Grant#heeding end} first
     */
    public Optional<Grant> corrected(Grant grant) {
        return grant.authorization()
                .filter(authorization -> !known(authorization).equals(authorization))
                .flatMap(authorization -> horizons.erase(authorization.at())
                        ? erased(grant)
                        : Optional.of(grant.authorizedBy(known(authorization).by())));
    }

    private Optional<Grant> erased(Grant grant) {
        return grant instanceof Ended ended
                ? Optional.ofNullable(horizons.erasedAt()).map(ended::erased)
                : Optional.empty();
    }
}
