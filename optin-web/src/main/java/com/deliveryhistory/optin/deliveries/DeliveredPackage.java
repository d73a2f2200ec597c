package com.deliveryhistory.optin.deliveries;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A package as history-worker tells it; what is unknown is absent. Times stay as they come: ISO local times without a
 * zone where UPS gave none.
 */
public record DeliveredPackage(
        String trackingNumber,
        @Nullable String status,
        @Nullable String updatedAt,
        @Nullable String shipperNumber,
        @Nullable Address shipTo,
        @Nullable List<String> references,
        @Nullable String deliveredAt,
        @Nullable String deliveryLocation,
        @Nullable String signedBy,
        @Nullable String scheduledDelivery,
        @Nullable List<ExceptionNote> exceptions,
        @Nullable List<Activity> activities) {

    public DeliveredPackage {
        Objects.requireNonNull(trackingNumber, "trackingNumber");
        references = references == null ? List.of() : List.copyOf(references);
        exceptions = exceptions == null ? List.of() : List.copyOf(exceptions);
        activities = activities == null ? List.of() : List.copyOf(activities);
    }

    /** Where a package goes. */
    public record Address(
            @Nullable String name,
            @Nullable String street,
            @Nullable String city,
            @Nullable String state,
            @Nullable String postalCode,
            @Nullable String country) {

        /** City and state in one line; empty if neither is known. */
        public String place() {
            return joined(", ", city, state);
        }

        /** The lines of the address that are known. */
        public List<String> lines() {
            return Stream.of(name, street, joined(" ", joined(", ", city, state), postalCode), country)
                    .filter(line -> line != null && !line.isBlank())
                    .map(String::valueOf)
                    .toList();
        }
    }

    /** Something that went wrong on the way. */
    public record ExceptionNote(
            @Nullable String at,
            @Nullable String reason,
            @Nullable String resolution) {}

    /** Something that happened on the way. */
    public record Activity(
            @Nullable String at,
            @Nullable String kind,
            @Nullable String description,
            @Nullable String city,
            @Nullable String state) {

        public String place() {
            return joined(", ", city, state);
        }
    }

    private static String joined(String separator, @Nullable String... parts) {
        return Stream.of(parts)
                .filter(part -> part != null && !part.isBlank())
                .map(String::valueOf)
                .collect(Collectors.joining(separator));
    }
}
