package com.deliveryhistory.history.packages;

import java.time.LocalDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What Tracking knows of a package: beyond the feed, or, of a package that the feed never had, all there is.
 *
 * @param status where Tracking sees the package; {@code null} if it does not say
 * @param scheduledDelivery ISO date and time, or the date alone
 * @param weight as a plain decimal number with its unit, e.g. {@code 5.00 LBS}
 */
public record Scans(
        List<Scan> scans,
        @Nullable PackageStatus status,
        @Nullable LocalDateTime deliveredAt,
        @Nullable String deliveryLocation,
        @Nullable String receivedBy,
        @Nullable String scheduledDelivery,
        @Nullable Service service,
        @Nullable String weight,
        @Nullable Address shipFrom,
        @Nullable Address shipTo,
        List<String> references) {

    /** The last thing that is known to have happened; {@code null} if there is no time. */
    public @Nullable LocalDateTime latest() {
        return Stream.concat(scans.stream().map(Scan::at), Stream.ofNullable(deliveredAt))
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(null);
    }

    /** Nothing but these steps. */
    public static Scans of(List<Scan> scans) {
        return new Scans(scans, null, null, null, null, null, null, null, null, null, List.of());
    }

    /**
     * One step on the package's way.
     *
     * @param type UPS's letter for what kind of step it is, e.g. {@code D} (delivery), {@code M} (label, not yet moved)
     */
    public record Scan(
            @Nullable LocalDateTime at,
            @Nullable String type,
            @Nullable String description,
            @Nullable String city,
            @Nullable String state) {

        /** Whether UPS had the package then: of what comes before, Tracking tells too. */
        boolean isMovement() {
            return type == null || !type.startsWith("M");
        }
    }
}
