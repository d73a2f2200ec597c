package com.deliveryhistory.upssandbox.feed;

import java.time.Instant;
import java.util.List;

/**
 * A package and its whole life, the part that is yet to come included.
 *
 * @param weightTenths of a pound
 * @param plannedDelivery the time that was promised when the label was made
 * @param signedBy who took it; "DRIVER RELEASE" if nobody had to
 */
public record Parcel(
        String trackingNumber,
        String shipperNumber,
        Address shipper,
        Address consignee,
        boolean residential,
        Service service,
        String packageReference,
        String shipmentReference,
        int weightTenths,
        DropOff dropOff,
        String signedBy,
        Instant plannedDelivery,
        List<Step> steps) {

    public Parcel {
        steps = List.copyOf(steps);
    }

    /** Where packages are left: UPS's code, the words in Quantum View, and those in Tracking. */
    public record DropOff(String code, String description, String trackingDescription, boolean driverRelease) {}

    /** A service by its three-digit code in records, its two digits in 1Z numbers, and its name. */
    public record Service(String code, String inTrackingNumber, String description) {}

    /** What had happened by this time, oldest first. */
    public List<Step> stepsBy(Instant time) {
        return steps.stream()
                .filter(step -> step.epochSecond() <= time.getEpochSecond())
                .toList();
    }
}
