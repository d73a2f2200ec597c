package com.deliveryhistory.history.packages;

import org.jspecify.annotations.Nullable;

/**
 * How a package was handed over, as a Delivery record has it.
 *
 * @param locationCode UPS's code of the place where it was left
 * @param location that place in UPS's words, e.g. FRONT DESK
 * @param signedBy who took it
 * @param driverRelease the note of a driver who left it without a signature
 * @param accessPoint UPS's number of the Access Point where it can be fetched
 * @param fetchBy the last day to fetch it there, as an ISO date
 */
public record Handover(
        @Nullable String locationCode,
        @Nullable String location,
        @Nullable String signedBy,
        @Nullable String driverRelease,
        @Nullable String accessPoint,
        @Nullable String fetchBy) {}
