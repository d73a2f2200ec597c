package com.deliveryhistory.history.tracking;

import static com.deliveryhistory.history.ups.UpsJson.many;
import static com.deliveryhistory.history.ups.UpsJson.one;
import static com.deliveryhistory.history.ups.UpsJson.text;

import com.deliveryhistory.history.ups.UpsAnswer;
import com.deliveryhistory.history.ups.UpsCalls;
import com.deliveryhistory.history.ups.UpsClients;
import com.deliveryhistory.history.ups.UpsJson;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** UPS's Tracking interface. */
@Component
final class UpsTracking implements Tracking {

    private static final String SOURCE = "delivery-history";
    private static final int MALFORMED = 400;
    private static final int NOT_FOUND = 404;

    /** Tracking's own codes begin with this; those of the gateway before it are numbers, or begin otherwise. */
    private static final String OF_TRACKING = "T";

    /** The gateway's code where it knows no such interface; the status that goes with it is that of a number not found. */
    private static final String NO_SUCH_ADDRESS = "404";

    private final TrackingApi api;
    private final UpsCalls calls;

    UpsTracking(UpsClients clients, UpsCalls calls) {
        this.api = clients.client(TrackingApi.class);
        this.calls = calls;
    }

    @Override
    public TrackingAnswer details(String trackingNumber, String authorization) {
        String transaction = UUID.randomUUID().toString().replace("-", "");
        return read(
                trackingNumber,
                calls.make("tracking", () -> api.details(authorization, transaction, SOURCE, trackingNumber)));
    }

    /** What an answer says of the number that was asked for. */
    static TrackingAnswer read(String trackingNumber, UpsAnswer answer) {
        return switch (answer) {
            case UpsAnswer.Content content -> read(trackingNumber, content.body());
            case UpsAnswer.CutShort cut -> new TrackingAnswer.TryLater(null, UpsAnswer.CutShort.REASON);
            case UpsAnswer.TokenRefused refused -> new TrackingAnswer.TokenRefused(refused.code());
            case UpsAnswer.Refused refused -> refused(refused);
            case UpsAnswer.TryLater later -> new TrackingAnswer.TryLater(later.after(), later.reason(), later.strain());
        };
    }

    /**
     * Only what Tracking itself says is about the number: that it is malformed, or not found. Whatever else is refused, UPS
     * refuses to this application (403: blocked), or over how it asks, and costs no number one of its attempts.
     */
    private static TrackingAnswer refused(UpsAnswer.Refused refused) {
        boolean isMalformed = refused.status() == MALFORMED && refused.code().startsWith(OF_TRACKING);
        boolean isNotFound = refused.status() == NOT_FOUND && !refused.code().equals(NO_SUCH_ADDRESS);
        return isMalformed || isNotFound
                ? new TrackingAnswer.Nothing(refused.reason(), isMalformed)
                : new TrackingAnswer.TryLater(null, refused.reason());
    }

    static TrackingAnswer read(String trackingNumber, JsonNode body) {
        List<JsonNode> shipments = many(body.path("trackResponse").path("shipment")).stream()
                .filter(JsonNode::isObject)
                .toList();
        if (shipments.isEmpty()) {
            return new TrackingAnswer.TryLater(null, "UPS's answer is not one of Tracking");
        }
        JsonNode parcel = parcel(
                trackingNumber,
                shipments.stream()
                        .flatMap(shipment -> many(shipment.path("package")).stream())
                        .toList());
        List<JsonNode> activities = many(parcel.path("activity"));
        if (activities.isEmpty()) {
            String warning = shipments.stream()
                    .map(shipment -> text(one(shipment.path("warnings")).path("code")))
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElse(null);
            return new TrackingAnswer.Nothing(Objects.requireNonNullElse(warning, "no activities"));
        }
        return new TrackingAnswer.Found(
                ScanReader.scans(parcel), activities.stream().anyMatch(ScanReader::isDelivery));
    }

    /**
     * The package of this number among those of its shipment. A number of another kind, such as a postal service's, may be
     * named beside the package's own, or not at all: then the package is the only one.
     */
    private static JsonNode parcel(String trackingNumber, List<JsonNode> packages) {
        return packages.stream()
                .filter(found -> isNumber(trackingNumber, found.path("trackingNumber")))
                .findFirst()
                .or(() -> packages.stream()
                        .filter(found -> many(found.path("alternateTrackingNumber")).stream()
                                .anyMatch(other -> isNumber(trackingNumber, other.path("number"))))
                        .findFirst())
                .or(() -> packages.size() == 1 ? Optional.of(packages.getFirst()) : Optional.empty())
                .orElseGet(UpsJson.MAPPER::missingNode);
    }

    private static boolean isNumber(String trackingNumber, JsonNode named) {
        return trackingNumber.equalsIgnoreCase(text(named));
    }
}
