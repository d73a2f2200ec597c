package com.deliveryhistory.upssandbox.quantumview;

import com.deliveryhistory.upssandbox.feed.Address;
import com.deliveryhistory.upssandbox.feed.FeedFile;
import com.deliveryhistory.upssandbox.feed.Parcel;
import com.deliveryhistory.upssandbox.feed.Step;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Words what happened to packages as Quantum View's five kinds of record. The codes of exceptions are invented. */
@Component
class Records {

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("uuuuMMdd", Locale.ROOT);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HHmmss", Locale.ROOT);

    private final JsonMapper json;
    private final boolean emptyAsText;

    Records(JsonMapper json, QuantumViewSettings settings) {
        this.json = json;
        this.emptyAsText = settings.emptyAsText();
    }

    /** The array of a subscription file in which records of this step stand. */
    static String kind(Step step) {
        return switch (step.kind()) {
            case LABEL_CREATED -> "Manifest";
            case PICKED_UP -> "Origin";
            case DELAYED_BY_WEATHER, WRONG_ADDRESS, NOBODY_THERE -> "Exception";
            case DELIVERED -> "Delivery";
            case VOIDED, AT_DESTINATION, OUT_FOR_DELIVERY, RETURNING -> "Generic";
        };
    }

    ObjectNode record(FeedFile.Entry entry, ZoneId zone) {
        Parcel parcel = entry.parcel();
        Step step = entry.step();
        return switch (step.kind()) {
            case LABEL_CREATED -> manifest(parcel, step, zone);
            case PICKED_UP -> origin(parcel, step, zone);
            case DELAYED_BY_WEATHER ->
                exception(parcel, step, zone, "X2", "SEVERE WEATHER CONDITIONS HAVE DELAYED DELIVERY", "34", "WEATHER");
            case WRONG_ADDRESS -> {
                ObjectNode record = exception(
                        parcel, step, zone, "X3", "THE STREET NUMBER IS INCORRECT", "08", "INCORRECT ADDRESS");
                record.putObject("UpdatedAddress")
                        .put("StreetNumberLow", parcel.consignee().streetNumber())
                        .put("StreetName", parcel.consignee().streetName())
                        .put("StreetType", parcel.consignee().streetType());
                yield record;
            }
            case NOBODY_THERE ->
                exception(
                        parcel,
                        step,
                        zone,
                        "X1",
                        "RECEIVER NOT AVAILABLE ON FIRST ATTEMPT",
                        "01",
                        "CUSTOMER NOT AVAILABLE");
            case DELIVERED -> delivery(parcel, step, zone);
            case VOIDED -> generic(parcel, step, zone, "VM");
            case AT_DESTINATION -> generic(parcel, step, zone, "DS");
            case OUT_FOR_DELIVERY -> generic(parcel, step, zone, "OD");
            case RETURNING -> generic(parcel, step, zone, "UR");
        };
    }

    private ObjectNode manifest(Parcel parcel, Step step, ZoneId zone) {
        ObjectNode record = json.createObjectNode();
        ObjectNode shipper = record.putObject("Shipper")
                .put("Name", parcel.shipper().name())
                .put("AttentionName", "SHIPPING")
                .put("ShipperNumber", parcel.shipperNumber());
        manifestAddress(shipper.putObject("Address"), parcel.shipper());
        ObjectNode shipTo = record.putObject("ShipTo")
                .put("CompanyName", parcel.consignee().name())
                .put("AttentionName", parcel.consignee().name());
        ObjectNode shipToAddress = shipTo.putObject("Address")
                .put("ConsigneeName", parcel.consignee().name());
        manifestAddress(shipToAddress, parcel.consignee());
        if (parcel.residential() && emptyAsText) {
            shipToAddress.put("ResidentialAddressIndicator", "");
        }
        reference(record.putArray("ReferenceNumber"), parcel.shipmentReference());
        record.putObject("Service").put("Code", parcel.service().code());
        record.put("PickupDate", DATE.format(step.time().atZone(zone)));
        record.put("ScheduledDeliveryDate", DATE.format(parcel.plannedDelivery().atZone(zone)));
        record.put("DocumentsOnly", "3");
        ObjectNode inside = record.putArray("Package").addObject();
        dateAndTime(inside.putArray("Activity").addObject(), step.time(), zone);
        inside.putObject("PackageWeight").put("Weight", weight(parcel));
        inside.put("TrackingNumber", parcel.trackingNumber());
        reference(inside.putArray("ReferenceNumber"), parcel.packageReference());
        if (emptyAsText) {
            inside.putObject("PackageServiceOptions").put("COD", "");
            record.put("ShipmentServiceOptions", "");
        }
        record.put("ShipmentChargeType", "P/P");
        billToShipper(record, parcel);
        record.put("PackageCount", "000001");
        return record;
    }

    private ObjectNode origin(Parcel parcel, Step step, ZoneId zone) {
        ObjectNode record = main(parcel, step, zone);
        activityLocation(record, parcel.shipper());
        billToShipper(record, parcel);
        return record.put(
                "ScheduledDeliveryDate", DATE.format(parcel.plannedDelivery().atZone(zone)));
    }

    private ObjectNode exception(
            Parcel parcel, Step step, ZoneId zone, String statusCode, String status, String reasonCode, String reason) {
        ObjectNode record = main(parcel, step, zone)
                .put("StatusCode", statusCode)
                .put("StatusDescription", status)
                .put("ReasonCode", reasonCode)
                .put("ReasonDescription", reason);
        record.putObject("Resolution").put("Code", "01").put("Description", "DELIVERY RESCHEDULED");
        record.put(
                "RescheduledDeliveryDate", DATE.format(rescheduled(parcel, step).atZone(zone)));
        activityLocation(record, parcel.consignee());
        billToShipper(record, parcel);
        return record;
    }

    /** When the package does come, or if it never does, the next day. */
    private static Instant rescheduled(Parcel parcel, Step step) {
        Step last = parcel.steps().getLast();
        return last.kind() == Step.Kind.DELIVERED ? last.time() : step.time().plus(Duration.ofDays(1));
    }

    private ObjectNode delivery(Parcel parcel, Step step, ZoneId zone) {
        ObjectNode record = main(parcel, step, zone);
        if (parcel.dropOff().driverRelease()) {
            record.put("DriverRelease", parcel.dropOff().description());
        }
        activityLocation(record, parcel.consignee());
        ObjectNode location = record.putObject("DeliveryLocation");
        Address consignee = parcel.consignee();
        ObjectNode address = location.putObject("AddressArtifactFormat")
                .put("ConsigneeName", consignee.name())
                .put("StreetNumberLow", consignee.streetNumber())
                .put("StreetName", consignee.streetName())
                .put("StreetType", consignee.streetType());
        if (consignee.hasSuite()) {
            address.putArray("AddressExtendedInformation")
                    .addObject()
                    .put("Type", "SUITE")
                    .put("Low", consignee.suite());
        }
        address.put("PoliticalDivision2", consignee.city().name())
                .put("PoliticalDivision1", consignee.city().state())
                .put("CountryCode", "US")
                .put("PostcodePrimaryLow", consignee.city().postalCode());
        if (parcel.residential() && emptyAsText) {
            address.put("ResidentialAddressIndicator", "");
        }
        location.put("Code", parcel.dropOff().code())
                .put("Description", parcel.dropOff().description())
                .put("SignedForByName", parcel.signedBy());
        if (emptyAsText) {
            record.put("COD", "");
        }
        billToShipper(record, parcel);
        return record;
    }

    private ObjectNode generic(Parcel parcel, Step step, ZoneId zone, String activityType) {
        ObjectNode record = json.createObjectNode()
                .put("ActivityType", activityType)
                .put("TrackingNumber", parcel.trackingNumber())
                .put("ShipperNumber", parcel.shipperNumber());
        references(record, parcel);
        record.putObject("Service").put("Code", parcel.service().code());
        dateAndTime(record.putObject("Activity"), step.time(), zone);
        billToShipper(record, parcel);
        if (activityType.equals("OD")) {
            record.put("RescheduledDeliveryDate", DATE.format(step.time().atZone(zone)));
        }
        if (emptyAsText) {
            record.put("FailureNotification", "");
        }
        return record;
    }

    private ObjectNode main(Parcel parcel, Step step, ZoneId zone) {
        ObjectNode record = json.createObjectNode();
        references(record, parcel);
        record.put("ShipperNumber", parcel.shipperNumber()).put("TrackingNumber", parcel.trackingNumber());
        dateAndTime(record, step.time(), zone);
        return record;
    }

    private static void references(ObjectNode record, Parcel parcel) {
        reference(record.putArray("PackageReferenceNumber"), parcel.packageReference());
        reference(record.putArray("ShipmentReferenceNumber"), parcel.shipmentReference());
    }

    private static void reference(ArrayNode references, String value) {
        references.addObject().put("Number", "1").put("Code", "PO").put("Value", value);
    }

    private static void dateAndTime(ObjectNode target, Instant time, ZoneId zone) {
        target.put("Date", DATE.format(time.atZone(zone))).put("Time", TIME.format(time.atZone(zone)));
    }

    private static void activityLocation(ObjectNode record, Address address) {
        record.putObject("ActivityLocation")
                .putObject("AddressArtifactFormat")
                .put("PoliticalDivision2", address.city().name())
                .put("PoliticalDivision1", address.city().state())
                .put("CountryCode", "US");
    }

    private static void manifestAddress(ObjectNode target, Address address) {
        target.put("AddressLine1", address.line());
        if (address.hasSuite()) {
            target.put("AddressLine2", "SUITE " + address.suite());
        }
        target.put("City", address.city().name())
                .put("StateProvinceCode", address.city().state())
                .put("PostalCode", address.city().postalCode())
                .put("CountryCode", "US");
    }

    private static void billToShipper(ObjectNode record, Parcel parcel) {
        record.putObject("BillToAccount").put("Option", "01").put("Number", parcel.shipperNumber());
    }

    /** Signed and padded, as UPS sends it: {@code +0012.5}. */
    private static String weight(Parcel parcel) {
        return String.format(Locale.ROOT, "+%04d.%d", parcel.weightTenths() / 10, parcel.weightTenths() % 10);
    }
}
