package com.deliveryhistory.history.collection;

import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.events.GrantState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where the collecting by one grant stands, as operators see it. Nothing of packages is in it.
 *
 * @param reason why the grant is not active, in its own terms; absent while it is
 * @param refused what token-manager said when it gave no token, though the grant was not told to have ended; absent if it
 *     did
 * @param dueAt next look at the feed; while parked, when something else is to be done, absent if nothing is
 * @param scansDueAt when delivered packages are asked for next; absent if none waits
 * @param scansStandstill absent while they get on, or none waits
 * @param numbersDueAt when numbers of old packages are; absent if none waits
 * @param leasedUntil how long whoever works on it has it for; absent while nobody does
 * @param leasedBy who works on it, or did last
 * @param problem what went wrong last; absent if nothing did
 * @param problemKind of what kind that is; absent, too, of what went wrong before there were kinds
 * @param failures how many turns in a row have failed
 * @param erasure absent of a history that nobody ever asked to erase
 */
public record Standing(
        GrantId grant,
        GrantState state,
        @Nullable String reason,
        @Nullable String refused,
        long revision,
        @Nullable Instant dueAt,
        @Nullable Instant scansDueAt,
        @Nullable Standstill scansStandstill,
        @Nullable Instant numbersDueAt,
        @Nullable Instant leasedUntil,
        @Nullable String leasedBy,
        long fence,
        @Nullable Instant behindSince,
        @Nullable Instant lastSuccessAt,
        @Nullable String problem,
        @Nullable Problem problemKind,
        int failures,
        Checkpoint checkpoint,
        @Nullable Erasure erasure) {

    static Standing of(StoredCollection stored) {
        boolean active = stored.grantState() == GrantState.ACTIVE;
        return new Standing(
                stored.grant(),
                stored.grantState(),
                active ? null : stored.parkedBecause(),
                stored.refused(),
                stored.revision(),
                stored.dueAt(),
                stored.scansDueAt(),
                stored.scansStandstill(),
                stored.numbersDueAt(),
                stored.leaseUntil().isAfter(Instant.EPOCH) ? stored.leaseUntil() : null,
                stored.leaseOwner(),
                stored.fence(),
                stored.behindSince(),
                stored.lastSuccessAt(),
                stored.problem(),
                stored.problemKind(),
                stored.failures(),
                stored.kept(),
                stored.erasure());
    }

    /** Whether anything is collected. */
    public boolean isCollecting() {
        return state == GrantState.ACTIVE && refused == null;
    }

    /** Whether somebody works on it, as far as is known. */
    public boolean isWorkedOn(Instant now) {
        return leasedUntil != null && leasedUntil.isAfter(now);
    }
}
