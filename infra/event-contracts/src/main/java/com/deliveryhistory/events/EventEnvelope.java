package com.deliveryhistory.events;

import java.net.URI;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An event with what CloudEvents 1.0 (section "Required Attributes") says about it.
 *
 * @param id the same for every repeat of the same event
 * @param source the service that tells it, e.g. {@code urn:deliveryhistory:optin-web}
 * @param time when it came about, as far as the source knows; a {@linkplain GrantStatus#restatedAt grant's state that is
 *     told again} keeps that of its first telling
 * @param traceparent what it happened in the course of (W3C Trace Context, section 3.2); {@code null} if nobody knows.
 *     Says nothing of the event itself
 */
public record EventEnvelope<E extends Event>(
        String id,
        URI source,
        Instant time,
        E event,
        @Nullable String traceparent) {

    private static final Pattern TRACEPARENT = Pattern.compile("00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

    public EventEnvelope {
        Fields.text("id", id);
        Fields.present("source", source);
        Fields.present("time", time);
        Fields.present("event", event);
    }

    /** An event of which nobody knows what it happened in the course of. */
    public EventEnvelope(String id, URI source, Instant time, E event) {
        this(id, source, time, event, null);
    }

    /** The same event, in the course of this; what is no trace context of version 00 counts as none. */
    public EventEnvelope<E> inTrace(@Nullable String parent) {
        boolean known = parent != null && TRACEPARENT.matcher(parent).matches();
        return new EventEnvelope<>(id, source, time, event, known ? parent : null);
    }

    /** The event source of a service of this system. */
    public static URI source(String service) {
        return URI.create("urn:deliveryhistory:" + service);
    }
}
