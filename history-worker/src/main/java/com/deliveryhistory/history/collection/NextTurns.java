package com.deliveryhistory.history.collection;

import com.deliveryhistory.history.pace.Work;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When a collection has its next turns.
 *
 * @param urgency of its next look at the feed
 * @param scansDueAt absent if no delivered package waits for its scans
 * @param numbersDueAt absent if no old number waits
 * @param scansStandstill absent while they get on, or none waits
 */
record NextTurns(
        Work urgency,
        Instant feedDueAt,
        @Nullable Instant scansDueAt,
        @Nullable Instant numbersDueAt,
        @Nullable Standstill scansStandstill) {

    NextTurns {
        scansStandstill = scansDueAt == null ? null : scansStandstill;
    }
}
