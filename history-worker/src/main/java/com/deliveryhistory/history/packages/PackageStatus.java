package com.deliveryhistory.history.packages;

/** Where a package stands. */
public enum PackageStatus {
    /** Announced by the shipper, not seen by UPS yet. */
    LABEL_CREATED,
    IN_TRANSIT,
    OUT_FOR_DELIVERY,
    /** The last thing that happened keeps it from its way. */
    EXCEPTION,
    DELIVERED,
    /** The shipper cancelled it before it moved. */
    VOIDED
}
