package com.deliveryhistory.history.packages;

import java.time.LocalDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A package as people and other services see it. Times are local to where things happened, for UPS sends no zone. Lists
 * are newest first.
 *
 * @param updatedAt the last thing that is known to have happened; absent if UPS gave no readable time at all
 * @param shipFrom the shipper's address from the label; of a package without one the place of its first scan
 * @param weight as a plain decimal number, with its unit if UPS names one
 * @param pickedUpAt the first thing that is known to have happened with the package in UPS's hands
 * @param scheduledDelivery when UPS means to deliver; ISO date and time, or the date alone if it named no time
 * @param proofOfDelivery absent until the package is delivered
 */
public record PackageView(
        String trackingNumber,
        PackageStatus status,
        @Nullable LocalDateTime updatedAt,
        @Nullable String shipperNumber,
        @Nullable Address shipFrom,
        @Nullable Address shipTo,
        List<String> references,
        @Nullable Service service,
        @Nullable String weight,
        @Nullable LocalDateTime pickedUpAt,
        @Nullable LocalDateTime deliveredAt,
        @Nullable String deliveryLocation,
        @Nullable String signedBy,
        @Nullable String scheduledDelivery,
        @Nullable ProofOfDelivery proofOfDelivery,
        List<Incident> exceptions,
        List<Activity> activities) {

    /**
     * Something that went wrong, and what UPS does about it: codes as UPS has them, and words for people.
     *
     * @param reason UPS's words for the reason; if it gave none, those for the status
     */
    public record Incident(
            @Nullable LocalDateTime at,
            @Nullable String statusCode,
            @Nullable String status,
            @Nullable String reasonCode,
            @Nullable String reason,
            @Nullable String resolutionCode,
            @Nullable String resolution,
            @Nullable String city,
            @Nullable String state) {

        /** UPS's words for the reason; if it gave none, its code, called that; {@code null} if there is neither. */
        public @Nullable String inWords() {
            if (reason != null) {
                return reason;
            }
            String code = reasonCode != null ? reasonCode : statusCode;
            return code == null ? null : "Code " + code;
        }
    }

    /**
     * Where, when and to whom UPS says that it delivered.
     *
     * @param to the address at which it was left; UPS often names parts of it only
     * @param driverRelease the note of a driver who left it without a signature
     * @param accessPoint UPS's number of the Access Point where it can be fetched, up to {@code fetchBy}
     */
    public record ProofOfDelivery(
            @Nullable LocalDateTime at,
            @Nullable Address to,
            @Nullable String locationCode,
            @Nullable String location,
            @Nullable String signedBy,
            @Nullable String driverRelease,
            @Nullable String accessPoint,
            @Nullable String fetchBy) {}

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
