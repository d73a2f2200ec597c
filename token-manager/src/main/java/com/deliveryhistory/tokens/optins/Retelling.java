package com.deliveryhistory.tokens.optins;

import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.tokens.grants.Change;
import com.deliveryhistory.tokens.grants.Grant;
import com.deliveryhistory.tokens.grants.Grants;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Function;

/**
 * Tells again of grants that are to name somebody else than was told, so that in a compacted topic the event that does so
 * takes the place of the one before.
 */
final class Retelling {

    private final Grants grants;
    private final Clock clock;

    Retelling(Grants grants, Clock clock) {
        this.grants = grants;
        this.clock = clock;
    }

    /**
     * Stores what becomes of a grant, and that it is to be told.
     *
     * @param seen the highest revision that is known to have been told of it
     * @param next what becomes of the grant as it is stored; empty: nothing
     * @return whether there is something to tell
     */
    boolean tell(GrantId id, long seen, Function<Grant, Optional<? extends Grant>> next) {
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
