package com.deliveryhistory.systemtests.history;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a package's records come to, written down as plainly as can be: for one package at a time, with all of its records
 * at hand, and for the feed as the sandbox makes it, where no two things happen to a package in the same second.
 */
public final class ReferenceFold {

    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("uuuuMMddHHmmss");

    private ReferenceFold() {}

    /** A line of the whole feed. */
    public record Line(String fileName, String kind, JsonNode record) {

        public Line(JsonNode line) {
            this(line.path("fileName").asString(), line.path("kind").asString(), line.path("record"));
        }

        public String trackingNumber() {
            return (kind.equals("Manifest") ? record.at("/Package/0") : record)
                    .path("TrackingNumber")
                    .asString();
        }

        public LocalDateTime at() {
            JsonNode when = switch (kind) {
                case "Manifest" -> record.at("/Package/0/Activity/0");
                case "Generic" -> record.path("Activity");
                default -> record;
            };
            return LocalDateTime.parse(
                    when.path("Date").asString() + when.path("Time").asString(), STAMP);
        }

        @Nullable
        String text(String pointer) {
            String text = record.at(pointer).asString("").strip();
            return text.isEmpty() ? null : text;
        }

        @Nullable
        String type() {
            return kind.equals("Generic") ? text("/ActivityType") : null;
        }
    }

    /** What lists, filters and counts see of the package, by field. */
    static Map<String, Object> summary(String trackingNumber, List<Line> unordered) {
        List<Line> story = new ArrayList<>(unordered);
        story.sort(Comparator.comparing(Line::at));
        String status = "LABEL_CREATED";
        String pickedUp = null;
        String scheduled = null;
        String delivered = null;
        String name = null;
        String city = null;
        List<String> incidents = new ArrayList<>();
        Set<String> references = new LinkedHashSet<>();
        for (Line line : story) {
            String day = line.at().toLocalDate().toString();
            String type = line.type();
            boolean voided = "VM".equals(type);
            if (!line.kind().equals("Manifest") && !voided && pickedUp == null) {
                pickedUp = day;
            }
            switch (line.kind()) {
                case "Manifest" -> {
                    name = line.text("/ShipTo/CompanyName");
                    city = line.text("/ShipTo/Address/City");
                }
                case "Origin" -> status = "IN_TRANSIT";
                case "Exception" -> {
                    status = "EXCEPTION";
                    incidents.add(day + " " + line.text("/ReasonDescription"));
                }
                case "Delivery" -> {
                    status = "DELIVERED";
                    delivered = day;
                    name = name == null ? line.text("/DeliveryLocation/AddressArtifactFormat/ConsigneeName") : name;
                    city = city == null
                            ? line.text("/DeliveryLocation/AddressArtifactFormat/PoliticalDivision2")
                            : city;
                }
                default ->
                    status = voided
                            ? "VOIDED"
                            : "OD".equals(type) ? "OUT_FOR_DELIVERY" : "UR".equals(type) ? "EXCEPTION" : "IN_TRANSIT";
            }
            String plan = plan(line);
            scheduled = plan == null ? scheduled : plan;
            references.addAll(references(line));
        }
        Map<String, Object> fields = new TreeMap<>();
        fields.put("status", status);
        fields.put("position", STAMPED.format(story.getLast().at()) + "~" + trackingNumber);
        fields.put("pickedUpOn", String.valueOf(pickedUp));
        fields.put("scheduledOn", String.valueOf(scheduled));
        fields.put("deliveredOn", String.valueOf(delivered));
        fields.put("incidents", incidents);
        fields.put("words", words(trackingNumber, references, name, city));
        return fields;
    }

    private static final DateTimeFormatter STAMPED = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss");

    /** What a single record says, by field; what it does not say is not there. */
    static Map<String, String> fact(Line line) {
        Map<String, String> fields = new TreeMap<>();
        put(fields, "kind", line.kind().toUpperCase(Locale.ROOT));
        put(fields, "type", line.type());
        put(fields, "at", STAMPED.format(line.at()));
        put(fields, "references", String.join(",", references(line)));
        put(fields, "scheduledDelivery", plan(line));
        put(fields, "service.code", line.text("/Service/Code"));
        put(fields, "city", line.text("/ActivityLocation/AddressArtifactFormat/PoliticalDivision2"));
        put(fields, "state", line.text("/ActivityLocation/AddressArtifactFormat/PoliticalDivision1"));
        put(fields, "country", line.text("/ActivityLocation/AddressArtifactFormat/CountryCode"));
        switch (line.kind()) {
            case "Manifest" -> {
                put(fields, "shipperNumber", line.text("/Shipper/ShipperNumber"));
                put(fields, "description", "Label created");
                put(
                        fields,
                        "weight",
                        Double.toString(Double.parseDouble(
                                        String.valueOf(line.text("/Package/0/PackageWeight/Weight"))))
                                .replaceAll("\\.0$", ""));
                lines(fields, "shipFrom", line, "/Shipper/Name", "/Shipper/Address");
                lines(fields, "shipTo", line, "/ShipTo/CompanyName", "/ShipTo/Address");
            }
            case "Origin" -> put(fields, "description", "Origin scan");
            case "Exception" -> {
                put(fields, "description", line.text("/StatusDescription"));
                put(fields, "trouble.statusCode", line.text("/StatusCode"));
                put(fields, "trouble.status", line.text("/StatusDescription"));
                put(fields, "trouble.reasonCode", line.text("/ReasonCode"));
                put(fields, "trouble.reason", line.text("/ReasonDescription"));
                put(fields, "trouble.resolutionCode", line.text("/Resolution/Code"));
                put(fields, "trouble.resolution", line.text("/Resolution/Description"));
                artifact(fields, line, "/UpdatedAddress");
            }
            case "Delivery" -> {
                put(fields, "description", "Delivered");
                put(fields, "handover.locationCode", line.text("/DeliveryLocation/Code"));
                put(fields, "handover.location", line.text("/DeliveryLocation/Description"));
                put(fields, "handover.signedBy", line.text("/DeliveryLocation/SignedForByName"));
                put(fields, "handover.driverRelease", line.text("/DriverRelease"));
                artifact(fields, line, "/DeliveryLocation/AddressArtifactFormat");
            }
            default -> put(fields, "description", DESCRIPTIONS.get(String.valueOf(line.type())));
        }
        if (!line.kind().equals("Manifest")) {
            put(fields, "shipperNumber", line.text("/ShipperNumber"));
        }
        return fields;
    }

    private static final Map<String, String> DESCRIPTIONS = Map.of(
            "VM", "Void for manifest",
            "DS", "Destination scan",
            "OD", "Out for delivery",
            "UR", "Undeliverable return");

    private static void lines(Map<String, String> fields, String prefix, Line line, String name, String address) {
        put(fields, prefix + ".name", line.text(name));
        put(
                fields,
                prefix + ".street",
                joined(line.text(address + "/AddressLine1"), line.text(address + "/AddressLine2")));
        put(fields, prefix + ".city", line.text(address + "/City"));
        put(fields, prefix + ".state", line.text(address + "/StateProvinceCode"));
        put(fields, prefix + ".postalCode", line.text(address + "/PostalCode"));
        put(fields, prefix + ".country", line.text(address + "/CountryCode"));
    }

    private static void artifact(Map<String, String> fields, Line line, String address) {
        put(fields, "shipTo.name", line.text(address + "/ConsigneeName"));
        put(
                fields,
                "shipTo.street",
                joined(
                        line.text(address + "/StreetNumberLow"),
                        line.text(address + "/StreetName"),
                        line.text(address + "/StreetType"),
                        line.text(address + "/AddressExtendedInformation/0/Type"),
                        line.text(address + "/AddressExtendedInformation/0/Low")));
        put(fields, "shipTo.city", line.text(address + "/PoliticalDivision2"));
        put(fields, "shipTo.state", line.text(address + "/PoliticalDivision1"));
        put(fields, "shipTo.postalCode", line.text(address + "/PostcodePrimaryLow"));
        put(fields, "shipTo.country", line.text(address + "/CountryCode"));
    }

    private static @Nullable String joined(@Nullable String... parts) {
        List<String> there = new ArrayList<>();
        for (String part : parts) {
            if (part != null) {
                there.add(part);
            }
        }
        return there.isEmpty() ? null : String.join(" ", there);
    }

    private static void put(Map<String, String> fields, String name, @Nullable String value) {
        if (value != null) {
            fields.put(name, value);
        }
    }

    private static @Nullable String plan(Line line) {
        String date = line.text("/ScheduledDeliveryDate");
        date = date == null ? line.text("/RescheduledDeliveryDate") : date;
        return date == null ? null : date.substring(0, 4) + "-" + date.substring(4, 6) + "-" + date.substring(6);
    }

    private static List<String> references(Line line) {
        List<String> values = new ArrayList<>();
        for (String list : List.of(
                "/Package/0/ReferenceNumber/0",
                "/PackageReferenceNumber/0",
                "/ReferenceNumber/0",
                "/ShipmentReferenceNumber/0")) {
            String value = line.text(list + "/Value");
            if (value != null) {
                values.add(value);
            }
        }
        return values;
    }

    private static Set<String> words(
            String trackingNumber, Set<String> references, @Nullable String name, @Nullable String city) {
        Set<String> words = new TreeSet<>();
        words.add(trackingNumber.toLowerCase(Locale.ROOT));
        for (String reference : references) {
            words.add(reference.toLowerCase(Locale.ROOT));
            words.addAll(List.of(reference.toLowerCase(Locale.ROOT).split("-", -1)));
        }
        for (String text : new String[] {name, city}) {
            if (text != null) {
                words.addAll(List.of(text.toLowerCase(Locale.ROOT).split(" ", -1)));
            }
        }
        return words;
    }
}
