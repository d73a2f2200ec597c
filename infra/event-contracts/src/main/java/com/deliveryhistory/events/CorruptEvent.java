package com.deliveryhistory.events;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * A record that is not an event of its topic and never will be, however often it is read. It belongs into a dead-letter
 * topic. Everything else that goes wrong while an event is handled may be an outage and is tried again.
 *
 * <p>Messages name the attribute or field, never its value.
 */
public final class CorruptEvent extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private CorruptEvent(String message) {
        super(message);
    }

    static CorruptEvent empty() {
        return new CorruptEvent("The record has no value");
    }

    static CorruptEvent notACloudEvent() {
        return new CorruptEvent("The record's headers are not those of a CloudEvent 1.0 in binary content mode");
    }

    static CorruptEvent missingAttribute(String attribute) {
        return new CorruptEvent("The header ce_" + attribute + " is missing or empty");
    }

    static CorruptEvent foreignContentType() {
        return new CorruptEvent("The header content-type is not " + EventCodec.CONTENT_TYPE);
    }

    static CorruptEvent unknownType(String topic) {
        return new CorruptEvent("The header ce_type is none of the event types of " + topic);
    }

    static CorruptEvent unreadable(@Nullable String why) {
        return new CorruptEvent("The value is not the JSON of its event type: " + why);
    }

    /** The event is well formed but contradicts itself or what its topic promises. */
    public static CorruptEvent contradictory(String what) {
        return new CorruptEvent(what);
    }
}
