package com.deliveryhistory.services.messaging;

import java.io.Serial;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;

/** Kafka has not acknowledged an event in time. It may or may not have it: publish the same event again. */
public final class NotPublished extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    public NotPublished(String topic, Throwable cause) {
        super("Kafka did not acknowledge an event of " + topic, cause);
    }

    /**
     * Whether it is this event that Kafka, as it is set up, does not take, while it takes others: it is too large, or no
     * record. Otherwise Kafka is away or refuses all alike.
     */
    public boolean isOfEvent() {
        return getCause() instanceof RecordTooLargeException
                || getCause() instanceof InvalidRecordException
                || getCause() instanceof SerializationException;
    }
}
