package com.deliveryhistory.history.collection;

import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.events.GrantState;
import com.deliveryhistory.history.collection.LostSpan.Delay;
import com.deliveryhistory.history.pace.Work;
import java.time.Instant;
import org.bson.codecs.pojo.annotations.BsonId;
import org.jspecify.annotations.Nullable;

/**
 * A company's collection as its document holds it: the grant as last told, whose turn it is, and how far it has come.
 * Public, as all that is in it, for the driver to construct it.
 *
 * @param revision of the grant's state
 * @param urgency of its next look at the feed: the rank of {@link Work}
 * @param dueAt when that is; absent while parked
 * @param scansDueAt when packages are to be asked for that were delivered; absent if none waits
 * @param scansStandstill absent while they get on, or none waits
 * @param numbersDueAt when numbers of old packages are to be asked for; absent if none waits
 * @param leaseUntil nobody else may work on it before
 * @param fence number of the lease: grows with each, and every write of a turn is conditional on its own
 * @param behindSince since when the history is not complete up to now; absent while it is
 * @param refused what token-manager said when it gave no token for this revision of the grant; absent if it did, or does
 *     again
 * @param whyLate the latest reason that kept the history from being collected, until it has caught up
 * @param problem what went wrong in the latest turn; absent if nothing did
 * @param problemKind of what kind that is; absent, too, of what went wrong before there were kinds
 * @param traceparent the trace of the opt-in that the history is to be collected for; absent once it is
 * @param failures how many turns in a row have failed
 * @param erasure absent of a history that nobody ever asked to erase
 * @param retention what is no longer kept; absent while all is
 */
public record StoredCollection(
        @BsonId String id,
        String companyId,
        String application,
        GrantState grantState,
        @Nullable String endReason,
        long revision,
        int urgency,
        @Nullable Instant dueAt,
        @Nullable Instant scansDueAt,
        @Nullable Standstill scansStandstill,
        @Nullable Instant numbersDueAt,
        Instant leaseUntil,
        @Nullable String leaseOwner,
        long fence,
        @Nullable Checkpoint checkpoint,
        @Nullable Instant behindSince,
        @Nullable Instant lastSuccessAt,
        @Nullable String refused,
        @Nullable Delay whyLate,
        @Nullable String problem,
        @Nullable Problem problemKind,
        @Nullable String traceparent,
        int failures,
        @Nullable Erasure erasure,
        @Nullable Retention retention) {

    GrantId grant() {
        return GrantId.parse(id);
    }

    boolean isActive() {
        return grantState == GrantState.ACTIVE && refused == null;
    }

    /** Whether token-manager says that the grant is not active though no event did: it may know more, or less. */
    boolean isRefused() {
        return grantState == GrantState.ACTIVE && refused != null;
    }

    Checkpoint progress() {
        return checkpoint == null ? Checkpoint.NOTHING : checkpoint;
    }

    /** What of that is still kept. */
    Checkpoint kept() {
        return retention == null ? progress() : progress().without(retention);
    }

    /** Whether there is something to delete before anything else is done. */
    boolean isToBeErased(Instant now) {
        return erasure != null && erasure.isDue(now);
    }

    /** When there is something to do though nothing is collected; {@code null}: never. */
    @Nullable
    Instant dueWhileParked(Instant now) {
        Instant again = erasure == null ? null : erasure.againAt();
        return again == null || !again.isAfter(now) ? null : again;
    }

    /** Why nothing is collected, in the grant's own terms. */
    String parkedBecause() {
        if (grantState == GrantState.ACTIVE) {
            return refused == null ? "" : refused;
        }
        return endReason == null ? grantState.name() : endReason;
    }
}
