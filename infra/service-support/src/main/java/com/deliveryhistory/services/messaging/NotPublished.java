package com.deliveryhistory.services.messaging;

import java.io.Serial;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;

/** Kafka has not acknowledged an event in time. It may or may not have it: publish the same event again. */
public final class NotPublished extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final String topic;
    private final HashSet<String> acknowledged;

    /** Nothing is known of other events. */
    public NotPublished(String topic, Throwable cause) {
        this(topic, cause, Set.of());
    }

    /**
     * One of several events that were published together.
     *
     * @param acknowledged keys of which Kafka has all these events
     */
    public NotPublished(String topic, Throwable cause, Set<String> acknowledged) {
        super("Kafka did not acknowledge an event of " + topic, cause);
        this.topic = topic;
        this.acknowledged = new HashSet<>(acknowledged);
    }

    NotPublished withAcknowledged(Set<String> keys) {
        NotPublished same = new NotPublished(topic, Objects.requireNonNull(getCause()), keys);
        same.setStackTrace(getStackTrace());
        return same;
    }

    /** Whether Kafka is known to have all events of this key that were published together with the one that failed. */
    public boolean isAcknowledged(String key) {
        return acknowledged.contains(key);
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
