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
import java.util.UUID;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** UPS's Tracking interface. */
@Component
final class UpsTracking implements Tracking {

    private static final String SOURCE = "delivery-history";
    private static final String DELIVERED = "D";
    private static final int MALFORMED = 400;

    private final TrackingApi api;
    private final UpsCalls calls;

    UpsTracking(UpsClients clients, UpsCalls calls) {
        this.api = clients.client(TrackingApi.class);
        this.calls = calls;
    }

    @Override
    public TrackingAnswer details(String trackingNumber, String authorization) {
        String transaction = UUID.randomUUID().toString().replace("-", "");
        UpsAnswer answer =
                calls.make("tracking", () -> api.details(authorization, transaction, SOURCE, trackingNumber));
        return switch (answer) {
            case UpsAnswer.Content content -> read(trackingNumber, content.body());
            case UpsAnswer.CutShort cut -> new TrackingAnswer.TryLater(null, UpsAnswer.CutShort.REASON);
            case UpsAnswer.TokenRefused refused -> new TrackingAnswer.TokenRefused(refused.code());
            case UpsAnswer.Refused refused ->
                new TrackingAnswer.Nothing(refused.reason(), refused.status() == MALFORMED);
            case UpsAnswer.TryLater later -> new TrackingAnswer.TryLater(later.after(), later.reason(), later.strain());
        };
    }

    static TrackingAnswer read(String trackingNumber, JsonNode body) {
        JsonNode shipment = one(body.path("trackResponse").path("shipment"));
        if (!shipment.isObject()) {
            return new TrackingAnswer.TryLater(null, "UPS's answer is not one of Tracking");
        }
        List<JsonNode> packages = many(shipment.path("package"));
        JsonNode parcel = packages.stream()
                .filter(found -> trackingNumber.equals(text(found.path("trackingNumber"))))
                .findFirst()
                .orElseGet(() -> packages.isEmpty() ? UpsJson.MAPPER.missingNode() : packages.getFirst());
        List<JsonNode> activities = many(parcel.path("activity"));
        if (activities.isEmpty()) {
            String warning = text(one(shipment.path("warnings")).path("code"));
            return new TrackingAnswer.Nothing(Objects.requireNonNullElse(warning, "no activities"));
        }
        return new TrackingAnswer.Found(
                ScanReader.scans(parcel), activities.stream().anyMatch(UpsTracking::isDelivery));
    }

    private static boolean isDelivery(JsonNode activity) {
        return DELIVERED.equals(text(activity.path("status").path("type")));
    }
}
