package com.deliveryhistory.services.messaging;

import java.io.Serial;

/** Kafka has not acknowledged an event in time. It may or may not have it: publish the same event again. */
public final class NotPublished extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    NotPublished(String topic, Throwable cause) {
        super("Kafka did not acknowledge an event of " + topic, cause);
    }
}
