package com.deliveryhistory.history.tracking;

import static com.deliveryhistory.history.ups.UpsJson.joined;
import static com.deliveryhistory.history.ups.UpsJson.many;
import static com.deliveryhistory.history.ups.UpsJson.one;
import static com.deliveryhistory.history.ups.UpsJson.text;
import static com.deliveryhistory.history.ups.UpsJson.time;

import com.deliveryhistory.history.packages.Address;
import com.deliveryhistory.history.packages.PackageStatus;
import com.deliveryhistory.history.packages.Scans;
import com.deliveryhistory.history.packages.Scans.Scan;
import com.deliveryhistory.history.packages.Service;
import com.deliveryhistory.history.ups.UpsJson;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads what Tracking says of a package. Decides by UPS's codes, never by its words, which are translated. */
final class ScanReader {

    private static final String DELIVERY = "DEL";
    private static final String DELIVERY_STEP = "D";
    private static final String DELIVERED = "011";
    private static final List<String> PLANS = List.of("RDD", "SDD");
    private static final String OUT_FOR_DELIVERY = "021";
    private static final int MOST_SCANS = 200;
    private static final int MOST_REFERENCES = 50;

    private ScanReader() {}

    static Scans scans(JsonNode parcel) {
        JsonNode information = one(parcel.path("deliveryInformation"));
        LocalDateTime deliveredAt = deliveredAt(parcel);
        return new Scans(
                many(parcel.path("activity")).stream()
                        .limit(MOST_SCANS)
                        .map(ScanReader::scan)
                        .toList(),
                status(parcel, deliveredAt != null),
                deliveredAt,
                text(information.path("location")),
                text(information.path("receivedBy")),
                scheduled(parcel),
                service(one(parcel.path("service"))),
                weight(one(parcel.path("weight"))),
                address("ORIGIN", parcel),
                address("DESTINATION", parcel),
                many(parcel.path("referenceNumber")).stream()
                        .map(reference -> text(reference.path("number")))
                        .filter(Objects::nonNull)
                        .distinct()
                        .limit(MOST_REFERENCES)
                        .toList());
    }

    private static Scan scan(JsonNode activity) {
        JsonNode address = one(one(activity.path("location")).path("address"));
        JsonNode status = one(activity.path("status"));
        return new Scan(
                time(activity.path("date"), activity.path("time")),
                text(status.path("type")),
                text(status.path("description")),
                text(address.path("city")),
                text(address.path("stateProvince")));
    }

    /** The status that UPS names as the current one, else that of the newest scan, which comes first. */
    private static @Nullable PackageStatus status(JsonNode parcel, boolean isDelivered) {
        JsonNode current = currentStatus(parcel);
        String type = text(current.path("type"));
        if (type == null) {
            return null;
        }
        return switch (type) {
            // also given to packages that are only loaded for delivery
            case DELIVERY_STEP -> isDelivered ? PackageStatus.DELIVERED : PackageStatus.OUT_FOR_DELIVERY;
            case "X" -> PackageStatus.EXCEPTION;
            case "M" -> PackageStatus.LABEL_CREATED;
            case "MV" -> PackageStatus.VOIDED;
            default ->
                OUT_FOR_DELIVERY.equals(text(current.path("statusCode")))
                        ? PackageStatus.OUT_FOR_DELIVERY
                        : PackageStatus.IN_TRANSIT;
        };
    }

    private static JsonNode currentStatus(JsonNode parcel) {
        JsonNode named = one(parcel.path("currentStatus"));
        return named.isObject() ? named : one(one(parcel.path("activity")).path("status"));
    }

    /** UPS promises neither the day nor the time of a delivery: what is missing is that of the scan of it. */
    private static @Nullable LocalDateTime deliveredAt(JsonNode parcel) {
        JsonNode clock = one(parcel.path("deliveryTime"));
        // of another type it is when UPS meant to deliver
        boolean hasTime = DELIVERY.equals(text(clock.path("type"))) && text(clock.path("endTime")) != null;
        LocalDateTime told = many(parcel.path("deliveryDate")).stream()
                .filter(date -> DELIVERY.equals(text(date.path("type"))))
                .map(date -> time(date.path("date"), hasTime ? clock.path("endTime") : UpsJson.MAPPER.missingNode()))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        if (told != null && hasTime) {
            return told;
        }
        LocalDateTime scanned = many(parcel.path("activity")).stream()
                .filter(ScanReader::isDelivery)
                .map(activity -> time(activity.path("date"), activity.path("time")))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        if (told == null) {
            return DELIVERED.equals(text(currentStatus(parcel).path("statusCode"))) ? scanned : null;
        }
        return scanned != null && scanned.toLocalDate().equals(told.toLocalDate()) ? scanned : told;
    }

    static boolean isDelivery(JsonNode activity) {
        return DELIVERY_STEP.equals(text(one(activity.path("status")).path("type")));
    }

    /** The rescheduled day, else the one that was scheduled at first. */
    private static @Nullable String scheduled(JsonNode parcel) {
        return PLANS.stream()
                .flatMap(plan ->
                        many(parcel.path("deliveryDate")).stream().filter(date -> plan.equals(text(date.path("type")))))
                .map(date -> UpsJson.dayOrTime(date.path("date"), UpsJson.MAPPER.missingNode()))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** Tracking's codes of services are not the feed's: only the words are taken. */
    private static @Nullable Service service(JsonNode service) {
        String description = text(service.path("description"));
        return description == null ? null : new Service(null, description);
    }

    private static @Nullable String weight(JsonNode weight) {
        String number = UpsJson.number(weight.path("weight"));
        String unit = text(weight.path("unitOfMeasurement"));
        return number == null || unit == null ? number : number + " " + unit;
    }

    private static @Nullable Address address(String type, JsonNode parcel) {
        return many(parcel.path("packageAddress")).stream()
                .filter(candidate -> type.equals(text(candidate.path("type"))))
                .map(ScanReader::address)
                .findFirst()
                .orElse(null);
    }

    private static Address address(JsonNode named) {
        JsonNode address = one(named.path("address"));
        return new Address(
                text(named.path("name")),
                joined(address.path("addressLine1"), address.path("addressLine2"), address.path("addressLine3")),
                text(address.path("city")),
                text(address.path("stateProvince")),
                text(address.path("postalCode")),
                text(address.path("countryCode")));
    }
}
