package com.deliveryhistory.upssandbox.tracking;

import com.deliveryhistory.upssandbox.feed.Address;
import com.deliveryhistory.upssandbox.feed.Address.City;
import com.deliveryhistory.upssandbox.feed.Parcel;
import com.deliveryhistory.upssandbox.feed.Step;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Words a package as Tracking does: newest activity first, in local times with the universal time beside them. */
@Component
class TrackDetails {

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("uuuuMMdd", Locale.ROOT);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HHmmss", Locale.ROOT);
    private static final DateTimeFormatter OFFSET = DateTimeFormatter.ofPattern("xxx", Locale.ROOT);
    /** A GIF of one transparent pixel. */
    private static final String SIGNATURE = "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7";

    private final JsonMapper json;
    private final boolean untidy;

    TrackDetails(JsonMapper json, TrackingSettings settings) {
        this.json = json;
        this.untidy = settings.untidy();
    }

    /** What a caller asked for beyond the usual. */
    record Wanted(boolean signature, boolean milestones, boolean proofOfDelivery) {}

    private record Status(String type, String code, String statusCode, String description, String simplified) {}

    /** @param own whether the caller has rights to the package; others do not learn who signed, nor its references */
    ObjectNode of(Parcel parcel, Instant now, boolean own, Wanted wanted) {
        List<Step> steps = parcel.stepsBy(now).reversed();
        Step newest = steps.getFirst();
        ObjectNode node = json.createObjectNode().put("trackingNumber", parcel.trackingNumber());
        delivery(node, parcel, newest);
        ArrayNode activities = node.putArray("activity");
        steps.forEach(step -> activities.add(activity(parcel, step)));
        node.set("currentStatus", status(newest));
        if (newest.kind() == Step.Kind.DELIVERED) {
            deliveryInformation(node, parcel, own, wanted);
        }
        ArrayNode addresses = node.putArray("packageAddress");
        addresses.add(address("ORIGIN", parcel.shipper()));
        addresses.add(address("DESTINATION", parcel.consignee()));
        if (own) {
            ArrayNode references = node.putArray("referenceNumber");
            references.addObject().put("type", "PACKAGE").put("number", parcel.packageReference());
            references.addObject().put("type", "SHIPMENT").put("number", parcel.shipmentReference());
        }
        node.putObject("service")
                .put("code", "5" + parcel.service().inTrackingNumber())
                .put("levelCode", parcel.service().code())
                .put("description", parcel.service().description());
        node.putObject("weight").put("unitOfMeasurement", "LBS").put("weight", weight(parcel));
        if (wanted.milestones()) {
            milestones(node, steps);
        }
        return node.put("packageCount", 1);
    }

    private static void delivery(ObjectNode node, Parcel parcel, Step newest) {
        boolean delivered = newest.kind() == Step.Kind.DELIVERED;
        Instant time = delivered ? newest.time() : parcel.plannedDelivery();
        ZonedDateTime local = time.atZone(parcel.consignee().city().zone());
        node.putArray("deliveryDate")
                .addObject()
                .put("type", delivered ? "DEL" : "SDD")
                .put("date", DATE.format(local));
        ObjectNode deliveryTime = node.putObject("deliveryTime").put("type", delivered ? "DEL" : "EOD");
        if (delivered) {
            deliveryTime.put("endTime", TIME.format(local));
        }
    }

    private static void deliveryInformation(ObjectNode node, Parcel parcel, boolean own, Wanted wanted) {
        ObjectNode information = node.putObject("deliveryInformation")
                .put("location", parcel.dropOff().trackingDescription());
        if (!own) {
            return;
        }
        information.put("receivedBy", parcel.signedBy());
        if (wanted.signature() && !parcel.dropOff().driverRelease()) {
            information.putObject("signature").put("image", SIGNATURE);
        }
        if (wanted.proofOfDelivery()) {
            String text = "<html><body>Proof of delivery of " + parcel.trackingNumber() + "</body></html>";
            information
                    .putObject("pod")
                    .put("content", Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
        }
    }

    private ObjectNode activity(Parcel parcel, Step step) {
        ObjectNode activity = json.createObjectNode();
        boolean atShipper = step.kind() == Step.Kind.LABEL_CREATED
                || step.kind() == Step.Kind.VOIDED
                || step.kind() == Step.Kind.PICKED_UP;
        City city = (atShipper ? parcel.shipper() : parcel.consignee()).city();
        ObjectNode location = activity.putObject("location");
        ObjectNode address = location.putObject("address");
        if (step.kind() != Step.Kind.LABEL_CREATED) {
            address.put("city", city.name()).put("stateProvince", city.state()).put("postalCode", city.postalCode());
            location.put("slic", city.postalCode().substring(1));
        }
        address.put("countryCode", "US").put("country", "US");
        activity.set("status", status(step));
        ZonedDateTime local = step.time().atZone(city.zone());
        ZonedDateTime universal = step.time().atZone(ZoneOffset.UTC);
        String universalTime = TIME.format(universal);
        return activity.put("date", DATE.format(local))
                .put("time", TIME.format(local))
                .put("gmtDate", DATE.format(universal))
                .put("gmtTime", untidy ? withoutLeadingZeros(universalTime) : universalTime)
                .put("gmtOffset", OFFSET.format(local));
    }

    private ObjectNode status(Step step) {
        Status status = statusOf(step);
        return json.createObjectNode()
                .put("type", status.type())
                .put("description", untidy ? status.description() + " " : status.description())
                .put("simplifiedTextDescription", status.simplified())
                .put("code", status.code())
                .put("statusCode", status.statusCode());
    }

    private static Status statusOf(Step step) {
        return switch (step.kind()) {
            case LABEL_CREATED ->
                new Status(
                        "M",
                        "MP",
                        "003",
                        "Shipper created a label, UPS has not received the package yet.",
                        "Label Created");
            case VOIDED -> new Status("MV", "VP", "004", "VOIDED INFORMATION RECEIVED", "Voided");
            case PICKED_UP -> new Status("I", "OR", "005", "Origin Scan", "On the Way");
            case AT_DESTINATION -> new Status("I", "AR", "005", "Arrived at Facility", "On the Way");
            case OUT_FOR_DELIVERY -> new Status("I", "OT", "021", "Out For Delivery Today", "Out for Delivery");
            case DELAYED_BY_WEATHER ->
                new Status("X", "W1", "048", "Severe weather conditions have delayed delivery.", "Delay");
            case WRONG_ADDRESS -> new Status("X", "A1", "013", "The street number is incorrect.", "Exception");
            case NOBODY_THERE ->
                new Status(
                        "X",
                        "48",
                        "014",
                        "The receiver was not available for delivery. We'll make a second attempt.",
                        "Delivery Attempted");
            case DELIVERED -> new Status("D", "FS", "011", "DELIVERED", "Delivered");
            case RETURNING -> new Status("X", "PT", "016", "Returning to Sender", "Returning to Sender");
        };
    }

    private ObjectNode address(String type, Address address) {
        ObjectNode node = json.createObjectNode().put("type", type).put("name", address.name());
        node.putObject("address")
                .put("addressLine1", address.line())
                .put("city", address.city().name())
                .put("stateProvince", address.city().state())
                .put("postalCode", address.city().postalCode())
                .put("countryCode", "US")
                .put("country", "US");
        return node;
    }

    /** Oldest first, and each with the index of its activity, as text. */
    private static void milestones(ObjectNode node, List<Step> newestFirst) {
        ArrayNode milestones = node.putArray("milestones");
        for (int index = newestFirst.size() - 1; index >= 0; index--) {
            Status status = statusOf(newestFirst.get(index));
            milestones
                    .addObject()
                    .put("category", "PRIMARY")
                    .put("code", status.code())
                    .put("current", index == 0)
                    .put("description", status.simplified())
                    .put("linkedActivity", Integer.toString(index))
                    .put("state", "COMPLETE");
        }
    }

    private static String weight(Parcel parcel) {
        return parcel.weightTenths() / 10 + "." + parcel.weightTenths() % 10 + "0";
    }

    private static String withoutLeadingZeros(String time) {
        String stripped = time.replaceFirst("^0+", "");
        return stripped.isEmpty() ? "0" : stripped;
    }
}
