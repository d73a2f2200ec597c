package com.deliveryhistory.optin.deliveries;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Set;
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
        @Nullable Address shipFrom,
        @Nullable Address shipTo,
        @Nullable List<String> references,
        @Nullable Service service,
        @Nullable String weight,
        @Nullable String pickedUpAt,
        @Nullable String deliveredAt,
        @Nullable String deliveryLocation,
        @Nullable String signedBy,
        @Nullable String scheduledDelivery,
        @Nullable ProofOfDelivery proofOfDelivery,
        @Nullable List<ExceptionNote> exceptions,
        @Nullable List<Activity> activities) {

    private static final int DAY_LENGTH = "2026-07-31".length();

    public DeliveredPackage {
        Objects.requireNonNull(trackingNumber, "trackingNumber");
        references = references == null ? List.of() : List.copyOf(references);
        exceptions = exceptions == null ? List.of() : List.copyOf(exceptions);
        activities = activities == null ? List.of() : List.copyOf(activities);
    }

    /** How many days after the scheduled one it was delivered; negative: before; {@code null}: one is not known. */
    public @Nullable Long daysLate() {
        LocalDate scheduled = day(scheduledDelivery);
        LocalDate delivered = day(deliveredAt);
        return scheduled == null || delivered == null ? null : ChronoUnit.DAYS.between(scheduled, delivered);
    }

    /** Whether UPS named the unit of the weight. */
    public boolean isWeightWithUnit() {
        return weight != null && weight.chars().anyMatch(Character::isLetter);
    }

    private static @Nullable LocalDate day(@Nullable String time) {
        try {
            return time == null || time.length() < DAY_LENGTH ? null : LocalDate.parse(time.substring(0, DAY_LENGTH));
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    /** The service that the shipper chose. */
    public record Service(@Nullable String code, @Nullable String description) {}

    /**
     * Where, when and to whom UPS says that it delivered.
     *
     * @param driverRelease the note of a driver who left it without a signature
     * @param accessPoint UPS's number of the Access Point where it can be fetched, up to {@code fetchBy}
     */
    public record ProofOfDelivery(
            @Nullable String at,
            @Nullable Address to,
            @Nullable String location,
            @Nullable String signedBy,
            @Nullable String driverRelease,
            @Nullable String accessPoint,
            @Nullable String fetchBy) {}

    /** Where a package comes from or goes. */
    public record Address(
            @Nullable String name,
            @Nullable String street,
            @Nullable String city,
            @Nullable String state,
            @Nullable String postalCode,
            @Nullable String country) {

        /** Who and where in one line; empty if neither is known. */
        public String nameAndPlace() {
            return joined(", ", name, city, state);
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
            @Nullable String statusCode,
            @Nullable String status,
            @Nullable String reasonCode,
            @Nullable String reason,
            @Nullable String resolution,
            @Nullable String city,
            @Nullable String state) {

        /** UPS's words for what went wrong; empty if it gave none. */
        public String what() {
            return Objects.requireNonNullElse(reason, Objects.requireNonNullElse(status, ""));
        }

        /** UPS's code for it; empty if it gave none. */
        public String code() {
            return Objects.requireNonNullElse(reasonCode, Objects.requireNonNullElse(statusCode, ""));
        }

        public String place() {
            return joined(", ", city, state);
        }
    }

    /** Something that happened on the way. */
    public record Activity(
            @Nullable String at,
            @Nullable String kind,
            @Nullable String description,
            @Nullable String city,
            @Nullable String state) {

        private static final Set<String> KINDS = Set.of("MANIFEST", "ORIGIN", "GENERIC", "EXCEPTION", "DELIVERY");

        /** The kind of record; {@code SCAN} if it is none that is known here. */
        public String knownKind() {
            return kind != null && KINDS.contains(kind) ? kind : "SCAN";
        }

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
