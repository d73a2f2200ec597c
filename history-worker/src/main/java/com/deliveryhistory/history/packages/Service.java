package com.deliveryhistory.history.packages;

import org.jspecify.annotations.Nullable;

/**
 * The service that the shipper chose.
 *
 * @param code UPS's three characters in the feed; Tracking has codes of its own, which are not taken for these
 * @param description in UPS's words; the feed leaves it empty, Tracking fills it
 */
public record Service(@Nullable String code, @Nullable String description) {

    /** As UPS describes it; if it does not, its code, called that; {@code null} if there is neither. */
    public @Nullable String inWords() {
        return description != null ? description : code == null ? null : "Code " + code;
    }

    /** This service with what the other one knows in place of what is unknown here. */
    Service completedBy(@Nullable Service other) {
        return other == null
                ? this
                : new Service(code == null ? other.code : code, description == null ? other.description : description);
    }
}
