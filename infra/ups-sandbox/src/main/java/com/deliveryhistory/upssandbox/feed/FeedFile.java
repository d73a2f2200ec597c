package com.deliveryhistory.upssandbox.feed;

import java.time.Instant;
import java.util.List;

/**
 * A subscription file: once it has appeared, it never changes.
 *
 * @param name {@code YYMMDD_HHmmssnnn}; names sort as their files appeared
 * @param time when it appeared
 */
public record FeedFile(String name, Instant time, List<Entry> entries) {

    public FeedFile {
        entries = List.copyOf(entries);
    }

    /** One record: what happened, and to which package. */
    public record Entry(Parcel parcel, Step step) {}
}
