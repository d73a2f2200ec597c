package com.deliveryhistory.history;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What UPS sends, as texts. */
public final class Feeds {

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("uuuuMMdd");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HHmmss");

    private Feeds() {}

    /** A page with one file. */
    public static String page(@Nullable String bookmark, String... kinds) {
        return """
               {"QuantumViewResponse": {
                 "Response": {"TransactionReference": {}, "ResponseStatusCode": "1", "ResponseStatusDescription": "Success"},
                 "QuantumViewEvents": {"SubscriberID": "sbx", "SubscriptionEvents": {"Name": "OutboundXML",
                   "SubscriptionStatus": {"Code": "A"},
                   "SubscriptionFile": [{"FileName": "260713_140501001", "StatusType": {"Code": "U"}%s}]}}%s}}""".formatted(
                        kinds.length == 0 ? "" : ", " + String.join(", ", kinds),
                        bookmark == null ? "" : ", \"Bookmark\": \"" + bookmark + "\"");
    }

    public static String manifest(String trackingNumber, LocalDateTime at) {
        return """
               "Manifest": [{"Shipper": {"Name": "ACME", "ShipperNumber": "A1B2C3"},
                 "ShipTo": {"CompanyName": "EXAMPLE BUYER", "Address": {"AddressLine1": "100 SAMPLE ST",
                   "City": "ROSWELL", "StateProvinceCode": "GA", "PostalCode": "30076", "CountryCode": "US"}},
                 "ReferenceNumber": {"Value": "SO-1"}, "ScheduledDeliveryDate": "20260714",
                 "Package": {"TrackingNumber": "%s", "Activity": [{"Date": "%s", "Time": "%s"}],
                   "ReferenceNumber": [{"Value": "PO-1"}], "PackageServiceOptions": {"COD": ""}}}]""".formatted(trackingNumber, DATE.format(at), TIME.format(at));
    }

    public static String origin(String trackingNumber, LocalDateTime at) {
        return "\"Origin\": [{%s}]".formatted(scan(trackingNumber, at, "WAYNE", "NJ"));
    }

    public static String exception(String trackingNumber, LocalDateTime at) {
        return """
               "Exception": [{%s, "StatusCode": "X1", "StatusDescription": "RECEIVER NOT AVAILABLE",
                 "ReasonCode": "01", "ReasonDescription": "CUSTOMER NOT AVAILABLE",
                 "Resolution": {"Code": "01", "Description": "DELIVERY RESCHEDULED"},
                 "RescheduledDeliveryDate": "20260715"}]""".formatted(scan(trackingNumber, at, "ROSWELL", "GA"));
    }

    public static String delivery(String trackingNumber, LocalDateTime at) {
        return """
               "Delivery": [{%s, "DeliveryLocation": {"Description": "FRONT DOOR", "SignedForByName": "BUYER",
                 "AddressArtifactFormat": {"StreetNumberLow": "100", "StreetName": "SAMPLE", "StreetType": "STREET",
                   "PoliticalDivision2": "ROSWELL", "PoliticalDivision1": "GA", "CountryCode": "US",
                   "PostcodePrimaryLow": "30076", "ResidentialAddressIndicator": ""}}}]""".formatted(scan(trackingNumber, at, "ROSWELL", "GA"));
    }

    /** Several deliveries at the same time. */
    public static String deliveries(LocalDateTime at, List<String> trackingNumbers) {
        return trackingNumbers.stream()
                .map(number -> delivery(number, at))
                .map(one -> one.substring(one.indexOf('[') + 1, one.lastIndexOf(']')))
                .collect(Collectors.joining(",", "\"Delivery\": [", "]"));
    }

    public static String generic(String type, String trackingNumber, LocalDateTime at) {
        return """
               "Generic": [{"ActivityType": "%s", "TrackingNumber": "%s", "ShipperNumber": "A1B2C3",
                 "Activity": {"Date": "%s", "Time": "%s"}}]""".formatted(type, trackingNumber, DATE.format(at), TIME.format(at));
    }

    /** Without a date or a time. */
    public static String untimed(String type, String trackingNumber) {
        return """
               "Generic": [{"ActivityType": "%s", "TrackingNumber": "%s", "ShipperNumber": "A1B2C3"}]""".formatted(type, trackingNumber);
    }

    private static String scan(String trackingNumber, LocalDateTime at, String city, String state) {
        return """
               "TrackingNumber": "%s", "ShipperNumber": "A1B2C3", "Date": "%s", "Time": "%s",
                 "PackageReferenceNumber": {"Value": "PO-1"},
                 "ActivityLocation": {"AddressArtifactFormat": {"PoliticalDivision2": "%s",
                   "PoliticalDivision1": "%s", "CountryCode": "US"}}""".formatted(trackingNumber, DATE.format(at), TIME.format(at), city, state);
    }

    /** HTTP 200, as UPS does. */
    public static String notTracked(String trackingNumber) {
        return """
               {"trackResponse": {"shipment": [{"inquiryNumber": "%s",
                 "warnings": [{"code": "TW0001", "message": "Tracking Information Not Found"}]}]}}""".formatted(trackingNumber);
    }

    public static String tracked(String trackingNumber) {
        return """
               {"trackResponse": {"shipment": [{"inquiryNumber": "%s", "package": [{"trackingNumber": "%s",
                 "deliveryDate": [{"type": "DEL", "date": "20260713"}], "deliveryTime": {"type": "DEL", "endTime": "135207"},
                 "activity": [
                   {"location": {"address": {"city": "ROSWELL", "stateProvince": "GA"}},
                    "status": {"type": "D", "description": "DELIVERED ", "code": "FS"}, "date": "20260713", "time": "135207"},
                   {"location": {"address": {"city": "ATLANTA", "stateProvince": "GA"}},
                    "status": {"type": "I", "description": "Arrived at Facility", "code": "AR"},
                    "date": "20260713", "time": "74700"}],
                 "deliveryInformation": {"location": "Front Door", "receivedBy": "J BUYER"}}]}]}}""".formatted(trackingNumber, trackingNumber);
    }
}
