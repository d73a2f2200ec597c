package com.deliveryhistory.history.packages;

import java.time.LocalDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What Tracking knows of a delivered package beyond the feed. */
public record Scans(
        List<Scan> scans,
        @Nullable LocalDateTime deliveredAt,
        @Nullable String deliveryLocation,
        @Nullable String receivedBy) {

    /** One step on the package's way. */
    public record Scan(
            @Nullable LocalDateTime at,
            @Nullable String description,
            @Nullable String city,
            @Nullable String state) {}
}
