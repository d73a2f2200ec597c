package com.deliveryhistory.optin.deliveries;

/** Where packages can stand. The words are in {@code messages.properties}, {@code status.<name>}. */
public enum PackageStatus {
    LABEL_CREATED,
    IN_TRANSIT,
    OUT_FOR_DELIVERY,
    EXCEPTION,
    DELIVERED,
    VOIDED
}
