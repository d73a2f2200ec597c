package com.deliveryhistory.history.feed;

import static com.deliveryhistory.history.ups.UpsJson.joined;
import static com.deliveryhistory.history.ups.UpsJson.many;
import static com.deliveryhistory.history.ups.UpsJson.one;
import static com.deliveryhistory.history.ups.UpsJson.text;

import com.deliveryhistory.events.DeliveryEvent.Kind;
import com.deliveryhistory.events.EventIds;
import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.history.ups.UpsJson;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Tells records from what is none, and one record from another: the five kinds of Quantum View v3. */
final class RecordReader {

    /** UPS promises 35 characters at most. */
    private static final Pattern TRACKING_NUMBER = Pattern.compile("[\\p{Alnum}._-]{1,64}");

    private RecordReader() {}

    /** A Manifest lists the packages of a shipment: one record for each, with what they share. */
    static List<JsonNode> onePerPackage(Kind kind, JsonNode content) {
        List<JsonNode> packages = kind == Kind.MANIFEST ? many(content.path("Package")) : List.of();
        if (packages.size() < 2 || !(content instanceof ObjectNode manifest)) {
            return List.of(content);
        }
        return packages.stream()
                .map(single -> {
                    ObjectNode own = manifest.objectNode();
                    own.setAll(manifest);
                    own.set("Package", single);
                    return (JsonNode) own;
                })
                .toList();
    }

    static FeedRecord read(GrantId grant, Kind kind, String fileName, JsonNode content) throws UnreadableContent {
        String trackingNumber = trackingNumber(kind, content);
        JsonNode when = when(kind, content);
        String id = EventIds.of(
                "delivery",
                grant.toString(),
                fileName,
                kind.name(),
                trackingNumber,
                Objects.requireNonNullElse(text(when.path("Date")), ""),
                Objects.requireNonNullElse(text(when.path("Time")), ""),
                detail(kind, content));
        return record(id, trackingNumber, kind, fileName, content);
    }

    /** A record that was read before, under the id that it had then. */
    static FeedRecord reread(String id, Kind kind, String fileName, JsonNode content) throws UnreadableContent {
        return record(id, trackingNumber(kind, content), kind, fileName, content);
    }

    private static FeedRecord record(String id, String trackingNumber, Kind kind, String fileName, JsonNode content) {
        String text = UpsJson.wellFormed(content.toString());
        return new FeedRecord(trackingNumber, fileName, text, FactReader.fact(id, kind, content));
    }

    private static String trackingNumber(Kind kind, JsonNode content) throws UnreadableContent {
        if (!content.isObject()) {
            throw UnreadableContent.notAnObject();
        }
        JsonNode parcel = kind == Kind.MANIFEST ? one(content.path("Package")) : content;
        String trackingNumber = text(parcel.path("TrackingNumber"));
        if (trackingNumber == null || !TRACKING_NUMBER.matcher(trackingNumber).matches()) {
            throw UnreadableContent.noTrackingNumber();
        }
        return trackingNumber;
    }

    /** The part of a record that says when it happened. */
    static JsonNode when(Kind kind, JsonNode content) {
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
}
