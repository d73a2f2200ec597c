package com.deliveryhistory.history.collection;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is there of a company's history by one application, and what is not.
 *
 * @param coveredFrom start of the newest span that was collected without a gap
 * @param coveredTo its end
 * @param nextDueAt when the feed is looked at again; absent while parked
 * @param reason why it is parked, or what went wrong last; absent if all is well
 * @param lost what can never be collected
 */
public record Coverage(
        String application,
        @Nullable Instant coveredFrom,
        @Nullable Instant coveredTo,
        @Nullable Instant lastSuccessAt,
        @Nullable Instant nextDueAt,
        State state,
        @Nullable String reason,
        List<LostSpan> lost) {

    /** Whether work goes on. */
    public enum State {
        COLLECTING,
        /** The grant is not active: work stopped where it was and goes on from there after a new opt-in. */
        PARKED
    }
}
