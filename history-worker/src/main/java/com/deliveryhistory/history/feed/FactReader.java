package com.deliveryhistory.history.feed;

import static com.deliveryhistory.history.ups.UpsJson.dayOrTime;
import static com.deliveryhistory.history.ups.UpsJson.joined;
import static com.deliveryhistory.history.ups.UpsJson.many;
import static com.deliveryhistory.history.ups.UpsJson.one;
import static com.deliveryhistory.history.ups.UpsJson.text;
import static com.deliveryhistory.history.ups.UpsJson.time;

import com.deliveryhistory.events.DeliveryEvent.Kind;
import com.deliveryhistory.history.packages.Address;
import com.deliveryhistory.history.packages.Fact;
import com.deliveryhistory.history.packages.Handover;
import com.deliveryhistory.history.packages.Service;
import com.deliveryhistory.history.packages.Trouble;
import com.deliveryhistory.history.ups.UpsJson;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads what a record says about its package. Any part of it may be missing, empty, of another type or a list of one: that
 * costs this part and no other.
 */
final class FactReader {

    private static final int MOST_REFERENCES = 50;

    private static final Address NOWHERE = new Address(null, null, null, null, null, null);
    private static final Trouble NO_TROUBLE = new Trouble(null, null, null, null, null, null);
    private static final Handover NO_HANDOVER = new Handover(null, null, null, null, null, null);

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

    private final Kind kind;
    private final JsonNode content;
    private final @Nullable String type;

    private FactReader(Kind kind, JsonNode content) {
        this.kind = kind;
        this.content = content;
        this.type = kind == Kind.GENERIC ? text(content.path("ActivityType")) : null;
    }

    static Fact fact(String id, Kind kind, JsonNode content) {
        return new FactReader(kind, content).read(id);
    }

    private Fact read(String id) {
        JsonNode place = part(part(content, "ActivityLocation"), "AddressArtifactFormat");
        return new Fact(
                id,
                kind,
                type,
                at(),
                text((kind == Kind.MANIFEST ? part(content, "Shipper") : content).path("ShipperNumber")),
                references(),
                description(),
                text(place.path("PoliticalDivision2")),
                text(place.path("PoliticalDivision1")),
                text(place.path("CountryCode")),
                kind == Kind.MANIFEST ? shipper() : null,
                shipTo(),
                service(),
                kind == Kind.MANIFEST
                        ? UpsJson.number(
                                part(part(content, "Package"), "PackageWeight").path("Weight"))
                        : null,
                scheduled(),
                kind == Kind.EXCEPTION ? trouble() : null,
                kind == Kind.DELIVERY ? handover() : null);
    }

    private @Nullable LocalDateTime at() {
        JsonNode when = RecordReader.when(kind, content);
        LocalDateTime at = time(when.path("Date"), when.path("Time"));
        return at == null && kind == Kind.MANIFEST ? time(content.path("PickupDate"), content.path("PickupTime")) : at;
    }

    private @Nullable String description() {
        return switch (kind) {
            case MANIFEST -> "Label created";
            case ORIGIN -> "Origin scan";
            case EXCEPTION -> either(text(content.path("StatusDescription")), text(content.path("ReasonDescription")));
            case DELIVERY -> "Delivered";
            case GENERIC -> type == null ? null : ACTIVITIES.getOrDefault(type, type);
        };
    }

    private List<String> references() {
        return Stream.of(
                        part(content, "Package").path("ReferenceNumber"),
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

    private @Nullable Service service() {
        JsonNode service = part(content, "Service");
        String code = text(service.path("Code"));
        String description = text(service.path("Description"));
        return code == null && description == null ? null : new Service(code, description);
    }

    private @Nullable String scheduled() {
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

    private @Nullable Trouble trouble() {
        JsonNode resolution = part(content, "Resolution");
        Trouble trouble = new Trouble(
                text(content.path("StatusCode")),
                text(content.path("StatusDescription")),
                text(content.path("ReasonCode")),
                text(content.path("ReasonDescription")),
                text(resolution.path("Code")),
                text(resolution.path("Description")));
        return trouble.equals(NO_TROUBLE) ? null : trouble;
    }

    private @Nullable Handover handover() {
        JsonNode location = part(content, "DeliveryLocation");
        String driverRelease = text(content.path("DriverRelease"));
        Handover handover = new Handover(
                text(location.path("Code")),
                either(text(location.path("Description")), driverRelease),
                text(location.path("SignedForByName")),
                driverRelease,
                text(content.path("AccessPointLocationID")),
                dayOrTime(content.path("LastPickupDate"), UpsJson.MAPPER.missingNode()));
        return handover.equals(NO_HANDOVER) ? null : handover;
    }

    private @Nullable Address shipper() {
        JsonNode shipper = part(content, "Shipper");
        return lines(text(shipper.path("Name")), part(shipper, "Address"));
    }

    private @Nullable Address shipTo() {
        return switch (kind) {
            case MANIFEST -> {
                JsonNode shipTo = part(content, "ShipTo");
                JsonNode address = part(shipTo, "Address");
                yield lines(either(text(shipTo.path("CompanyName")), text(address.path("ConsigneeName"))), address);
            }
            case EXCEPTION -> artifact(part(content, "UpdatedAddress"));
            case DELIVERY -> artifact(part(part(content, "DeliveryLocation"), "AddressArtifactFormat"));
            case GENERIC ->
                unlessNowhere(new Address(
                        text(part(content, "ShipTo").path("ReceivingAddressName")), null, null, null, null, null));
            case ORIGIN -> null;
        };
    }

    /** An address of the Manifest's form. */
    private static @Nullable Address lines(@Nullable String name, JsonNode address) {
        return unlessNowhere(new Address(
                name,
                joined(address.path("AddressLine1"), address.path("AddressLine2"), address.path("AddressLine3")),
                text(address.path("City")),
                text(address.path("StateProvinceCode")),
                text(address.path("PostalCode")),
                text(address.path("CountryCode"))));
    }

    /** An address of the form of all other kinds. */
    private static @Nullable Address artifact(JsonNode address) {
        JsonNode extended = part(address, "AddressExtendedInformation");
        return unlessNowhere(new Address(
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

    /** The object of this name, be it a list of one or {@code ""}. */
    private static JsonNode part(JsonNode of, String name) {
        return one(of.path(name));
    }

    private static @Nullable Address unlessNowhere(Address address) {
        return address.equals(NOWHERE) ? null : address;
    }

    private static @Nullable String either(@Nullable String preferred, @Nullable String otherwise) {
        return preferred != null ? preferred : otherwise;
    }
}
