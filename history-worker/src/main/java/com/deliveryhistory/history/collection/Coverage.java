package com.deliveryhistory.history.collection;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is there of a company's history by one application, and what is not.
 *
 * @param coveredFrom start of the newest span that was collected without a gap
 * @param coveredTo its end
 * @param lastSuccessAt when the history was last complete up to then
 * @param behindSince since when it is not complete up to now; absent while it is
 * @param nextDueAt when the feed is looked at again; absent while parked
 * @param reason why it is parked, or what went wrong last; absent if all is well
 * @param problem of what kind it is that went wrong last; absent while parked, and if all is well
 * @param fetched all spans that were collected, the oldest first
 * @param rejected what UPS did not answer so far, though it answered for later spans; it is asked again until that is too
 *     old
 * @param lost what can never be collected, or is no longer kept, the oldest loss first
 * @param keptForDays for how long packages were kept when some were deleted last; absent if none ever was for its age
 * @param erasedAt when what had been collected up to then was erased; absent if it never was
 */
public record Coverage(
        String application,
        @Nullable Instant coveredFrom,
        @Nullable Instant coveredTo,
        @Nullable Instant lastSuccessAt,
        @Nullable Instant behindSince,
        @Nullable Instant nextDueAt,
        State state,
        @Nullable String reason,
        @Nullable Problem problem,
        List<Span> fetched,
        List<LostSpan> rejected,
        List<LostSpan> lost,
        @Nullable Integer keptForDays,
        @Nullable Instant erasedAt) {

    /** Whether work goes on. */
    public enum State {
        COLLECTING,
        /** The grant is not active: work stopped where it was and goes on from there after a new opt-in. */
        PARKED
    }

    static Coverage of(StoredCollection stored) {
        Checkpoint progress = stored.kept();
        boolean active = stored.isActive();
        return new Coverage(
                stored.application(),
                progress.coveredFrom(),
                progress.coveredTo(),
                stored.lastSuccessAt(),
                stored.behindSince(),
                active ? stored.dueAt() : null,
                active ? State.COLLECTING : State.PARKED,
                active ? stored.problem() : stored.parkedBecause(),
                active ? stored.problemKind() : null,
                progress.fetched(),
                progress.aside(),
                progress.lost(),
                stored.retention() == null ? null : stored.retention().days(),
                stored.erasure() == null ? null : stored.erasure().at());
    }
}
