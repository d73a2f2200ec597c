package com.deliveryhistory.history.packages;

import java.time.LocalDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A package as people and other services see it. Times are local to where things happened, for UPS sends no zone. Lists
 * are newest first.
 *
 * @param updatedAt the last thing that is known to have happened; absent if UPS gave no readable time at all
 * @param scheduledDelivery when UPS means to deliver; ISO date and time, or the date alone if it named no time
 */
public record PackageView(
        String trackingNumber,
        PackageStatus status,
        @Nullable LocalDateTime updatedAt,
        @Nullable String shipperNumber,
        @Nullable Address shipTo,
        List<String> references,
        @Nullable LocalDateTime deliveredAt,
        @Nullable String deliveryLocation,
        @Nullable String signedBy,
        @Nullable String scheduledDelivery,
        List<Incident> exceptions,
        List<Activity> activities) {

    /** Something that went wrong, and what UPS does about it. */
    public record Incident(
            @Nullable LocalDateTime at,
            @Nullable String reason,
            @Nullable String resolution) {}

    /**
     * Something that happened to the package.
     *
     * @param kind the kind of feed record, or {@code SCAN} for what Tracking adds
     */
    public record Activity(
            @Nullable LocalDateTime at,
            String kind,
            @Nullable String description,
            @Nullable String city,
            @Nullable String state) {}
}
