package com.deliveryhistory.upssandbox.feed;

import java.time.Instant;

/** Something that happens to a package. */
public record Step(Kind kind, long epochSecond) {

    /** What can happen. */
    public enum Kind {
        LABEL_CREATED,
        VOIDED,
        PICKED_UP,
        AT_DESTINATION,
        DELAYED_BY_WEATHER,
        WRONG_ADDRESS,
        OUT_FOR_DELIVERY,
        NOBODY_THERE,
        DELIVERED,
        RETURNING
    }

    public Instant time() {
        return Instant.ofEpochSecond(epochSecond);
    }
}
