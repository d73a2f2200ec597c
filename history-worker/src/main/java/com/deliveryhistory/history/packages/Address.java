package com.deliveryhistory.history.packages;

import org.jspecify.annotations.Nullable;

/** A place that a package goes to. UPS often knows parts of it only. */
public record Address(
        @Nullable String name,
        @Nullable String street,
        @Nullable String city,
        @Nullable String state,
        @Nullable String postalCode,
        @Nullable String country) {

    /** This address with what the other one knows in place of its own. */
    Address correctedBy(Address other) {
        return new Address(
                either(other.name, name),
                either(other.street, street),
                either(other.city, city),
                either(other.state, state),
                either(other.postalCode, postalCode),
                either(other.country, country));
    }

    private static @Nullable String either(@Nullable String preferred, @Nullable String otherwise) {
        return preferred != null ? preferred : otherwise;
    }
}
