package com.deliveryhistory.history.feed;

import static com.deliveryhistory.history.ups.UpsJson.dayOrTime;
import static com.deliveryhistory.history.ups.UpsJson.joined;
import static com.deliveryhistory.history.ups.UpsJson.many;
import static com.deliveryhistory.history.ups.UpsJson.one;
import static com.deliveryhistory.history.ups.UpsJson.text;
import static com.deliveryhistory.history.ups.UpsJson.time;

import com.deliveryhistory.events.DeliveryEvent.Kind;
import com.deliveryhistory.events.EventIds;
import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.history.packages.Address;
import com.deliveryhistory.history.packages.Fact;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads what a record says: the five kinds of Quantum View v3. */
final class RecordReader {

    /** UPS promises 35 characters at most. */
    private static final Pattern TRACKING_NUMBER = Pattern.compile("[\\p{Alnum}._-]{1,64}");

    private static final int MOST_REFERENCES = 50;

    /** The activity types of Generic records in UPS's words. */
    private static final Map<String, String> ACTIVITIES = Map.ofEntries(
            Map.entry("VM", "Void for manifest"),
            Map.entry("UR", "Undeliverable return"),
            Map.entry("IR", "Invoice removal successful"),
            Map.entry("TC", "Transport company scan"),
            Map.entry("PS", "Postal service possession scan"),
            Map.entry("FN", "Access Point e-mail notification failure"),
            Map.entry("DS", "Destination scan"),
            Map.entry("AG", "In transit to a UPS facility"),
            Map.entry("RE", "Returns exchange"),
            Map.entry("RP", "Retail pickup"),
            Map.entry("UD", "Updated delivery date"),
            Map.entry("OD", "Out for delivery"),
            Map.entry("SD", "Scheduled for delivery"),
            Map.entry("FM", "Tendered to FMP"),
            Map.entry("PT", "Courier handoff"),
            Map.entry("PC", "Courier confirmation"));

    /** Those whose date is a new delivery date. */
    private static final Set<String> RESCHEDULING = Set.of("DS", "UD", "OD", "SD");

    private RecordReader() {}

    /** A Manifest lists the packages of a shipment: one record for each, with what they share. */
    static List<JsonNode> onePerPackage(Kind kind, JsonNode content) {
        List<JsonNode> packages = kind == Kind.MANIFEST ? many(content.path("Package")) : List.of();
        if (packages.size() < 2 || !(content instanceof ObjectNode manifest)) {
            return List.of(content);
        }
        return packages.stream()
                .map(single -> (JsonNode) manifest.deepCopy().set("Package", single))
                .toList();
    }

    static FeedRecord read(GrantId grant, Kind kind, String fileName, JsonNode content) throws UnreadableContent {
        if (!content.isObject()) {
            throw UnreadableContent.notAnObject();
        }
        JsonNode parcel = one(content.path("Package"));
        String trackingNumber = text((kind == Kind.MANIFEST ? parcel : content).path("TrackingNumber"));
        if (trackingNumber == null || !TRACKING_NUMBER.matcher(trackingNumber).matches()) {
            throw UnreadableContent.noTrackingNumber();
        }
        JsonNode when = when(kind, content);
        String date = Objects.requireNonNullElse(text(when.path("Date")), "");
        String time = Objects.requireNonNullElse(text(when.path("Time")), "");
        String id = EventIds.of(
                "delivery", grant.toString(), fileName, kind.name(), trackingNumber, date, time, detail(kind, content));
        return new FeedRecord(trackingNumber, fileName, content.toString(), fact(id, kind, content));
    }

    private static JsonNode when(Kind kind, JsonNode content) {
        return switch (kind) {
            case MANIFEST -> one(one(content.path("Package")).path("Activity"));
            case GENERIC -> one(content.path("Activity"));
            case ORIGIN, EXCEPTION, DELIVERY -> content;
        };
    }

    /** What tells records of the same package, kind and second apart. */
    private static String detail(Kind kind, JsonNode content) {
        return switch (kind) {
            case GENERIC -> Objects.requireNonNullElse(text(content.path("ActivityType")), "");
            case EXCEPTION ->
                Objects.requireNonNullElse(joined(content.path("StatusCode"), content.path("ReasonCode")), "");
            case MANIFEST, ORIGIN, DELIVERY -> "";
        };
    }

    private static Fact fact(String id, Kind kind, JsonNode content) {
        JsonNode when = when(kind, content);
        LocalDateTime at = time(when.path("Date"), when.path("Time"));
        JsonNode place = content.path("ActivityLocation").path("AddressArtifactFormat");
        JsonNode delivered = content.path("DeliveryLocation");
        String type = kind == Kind.GENERIC ? text(content.path("ActivityType")) : null;
        return new Fact(
                id,
                kind,
                type,
                at == null && kind == Kind.MANIFEST ? time(content.path("PickupDate"), content.path("PickupTime")) : at,
                kind == Kind.MANIFEST
                        ? text(content.path("Shipper").path("ShipperNumber"))
                        : text(content.path("ShipperNumber")),
                references(content),
                description(kind, type, content),
                text(place.path("PoliticalDivision2")),
                text(place.path("PoliticalDivision1")),
                text(place.path("CountryCode")),
                shipTo(kind, content),
                scheduled(kind, type, content),
                text(content.path("ReasonDescription")),
                text(content.path("Resolution").path("Description")),
                either(text(delivered.path("Description")), text(content.path("DriverRelease"))),
                text(delivered.path("SignedForByName")));
    }

    private static @Nullable String description(Kind kind, @Nullable String type, JsonNode content) {
        return switch (kind) {
            case MANIFEST -> "Label created";
            case ORIGIN -> "Origin scan";
            case EXCEPTION -> either(text(content.path("StatusDescription")), text(content.path("ReasonDescription")));
            case DELIVERY -> "Delivered";
            case GENERIC -> type == null ? null : ACTIVITIES.getOrDefault(type, type);
        };
    }

    private static List<String> references(JsonNode content) {
        JsonNode parcel = one(content.path("Package"));
        return Stream.of(
                        parcel.path("ReferenceNumber"),
                        content.path("PackageReferenceNumber"),
                        content.path("ReferenceNumber"),
                        content.path("ShipmentReferenceNumber"))
                .flatMap(list -> many(list).stream())
                .map(reference -> text(reference.path("Value")))
                .filter(Objects::nonNull)
                .distinct()
                .limit(MOST_REFERENCES)
                .toList();
    }

    private static @Nullable String scheduled(Kind kind, @Nullable String type, JsonNode content) {
        return switch (kind) {
            case MANIFEST, ORIGIN ->
                dayOrTime(content.path("ScheduledDeliveryDate"), content.path("ScheduledDeliveryTime"));
            case EXCEPTION ->
                dayOrTime(content.path("RescheduledDeliveryDate"), content.path("RescheduledDeliveryTime"));
            case GENERIC ->
                type != null && RESCHEDULING.contains(type)
                        ? dayOrTime(content.path("RescheduledDeliveryDate"), content.path("RescheduledDeliveryTime"))
                        : null;
            case DELIVERY -> null;
        };
    }

    private static @Nullable Address shipTo(Kind kind, JsonNode content) {
        return switch (kind) {
            case MANIFEST -> consignee(content.path("ShipTo"));
            case EXCEPTION -> artifact(content.path("UpdatedAddress"));
            case DELIVERY -> artifact(content.path("DeliveryLocation").path("AddressArtifactFormat"));
            case ORIGIN, GENERIC -> null;
        };
    }

    private static @Nullable Address consignee(JsonNode shipTo) {
        JsonNode address = shipTo.path("Address");
        return unlessEmpty(new Address(
                either(text(shipTo.path("CompanyName")), text(address.path("ConsigneeName"))),
                joined(address.path("AddressLine1"), address.path("AddressLine2"), address.path("AddressLine3")),
                text(address.path("City")),
                text(address.path("StateProvinceCode")),
                text(address.path("PostalCode")),
                text(address.path("CountryCode"))));
    }

    private static @Nullable Address artifact(JsonNode address) {
        JsonNode extended = one(address.path("AddressExtendedInformation"));
        return unlessEmpty(new Address(
                text(address.path("ConsigneeName")),
                joined(
                        address.path("StreetNumberLow"),
                        address.path("StreetPrefix"),
                        address.path("StreetName"),
                        address.path("StreetType"),
                        address.path("StreetSuffix"),
                        extended.path("Type"),
                        extended.path("Low")),
                text(address.path("PoliticalDivision2")),
                text(address.path("PoliticalDivision1")),
                text(address.path("PostcodePrimaryLow")),
                text(address.path("CountryCode"))));
    }

    private static @Nullable Address unlessEmpty(Address address) {
        return address.equals(new Address(null, null, null, null, null, null)) ? null : address;
    }

    private static @Nullable String either(@Nullable String preferred, @Nullable String otherwise) {
        return preferred != null ? preferred : otherwise;
    }
}
