package com.deliveryhistory.history.tracking;

import static com.deliveryhistory.history.ups.UpsJson.many;
import static com.deliveryhistory.history.ups.UpsJson.one;
import static com.deliveryhistory.history.ups.UpsJson.text;
import static com.deliveryhistory.history.ups.UpsJson.time;

import com.deliveryhistory.history.packages.Scans;
import com.deliveryhistory.history.packages.Scans.Scan;
import com.deliveryhistory.history.ups.UpsAnswer;
import com.deliveryhistory.history.ups.UpsCalls;
import com.deliveryhistory.history.ups.UpsClients;
import com.deliveryhistory.history.ups.UpsJson;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** UPS's Tracking interface. */
@Component
final class UpsTracking implements Tracking {

    private static final String SOURCE = "delivery-history";
    private static final String DELIVERED = "D";
    private static final String DELIVERY = "DEL";
    private static final int MOST_SCANS = 200;

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
            case UpsAnswer.TokenRefused refused -> new TrackingAnswer.TokenRefused(refused.code());
            case UpsAnswer.Refused refused -> new TrackingAnswer.Nothing(refused.reason());
            case UpsAnswer.TryLater later -> new TrackingAnswer.TryLater(later.after(), later.reason());
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
        if (activities.stream().noneMatch(UpsTracking::isDelivery)) {
            String warning = text(one(shipment.path("warnings")).path("code"));
            return new TrackingAnswer.Nothing(Objects.requireNonNullElse(warning, "not delivered as far as it knows"));
        }
        JsonNode information = parcel.path("deliveryInformation");
        return new TrackingAnswer.Found(new Scans(
                activities.stream().limit(MOST_SCANS).map(UpsTracking::scan).toList(),
                deliveredAt(parcel),
                text(information.path("location")),
                text(information.path("receivedBy"))));
    }

    private static boolean isDelivery(JsonNode activity) {
        return DELIVERED.equals(text(activity.path("status").path("type")));
    }

    private static Scan scan(JsonNode activity) {
        JsonNode address = activity.path("location").path("address");
        return new Scan(
                time(activity.path("date"), activity.path("time")),
                text(activity.path("status").path("description")),
                text(address.path("city")),
                text(address.path("stateProvince")));
    }

    private static @Nullable LocalDateTime deliveredAt(JsonNode parcel) {
        JsonNode clock = parcel.path("deliveryTime");
        return many(parcel.path("deliveryDate")).stream()
                .filter(date -> DELIVERY.equals(text(date.path("type"))))
                .map(date -> time(date.path("date"), clock.path("endTime")))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }
}
