package com.deliveryhistory.history.collection;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What became of a history that was to be erased. Public for the driver to construct it.
 *
 * @param at when that was asked for the last time: what was collected before is gone
 * @param unfinished whether some of it may still be there; then nothing is collected before the rest is gone
 * @param againAt when it is looked for what an instance that stood still may have put back; absent once that is done, and
 *     when the company has opted in again
 */
public record Erasure(
        Instant at, boolean unfinished, @Nullable Instant againAt) {

    /** Whether there is something to delete now. */
    boolean isDue(Instant now) {
        return unfinished || (againAt != null && !againAt.isAfter(now));
    }
}
