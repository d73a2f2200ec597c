package com.deliveryhistory.events;

import java.net.URI;
import java.time.Instant;

/**
 * An event with what CloudEvents 1.0 (section "Required Attributes") says about it.
 *
 * @param id the same for every repeat of the same event
 * @param source the service that tells it, e.g. {@code urn:deliveryhistory:optin-web}
 * @param time when it was told
 */
public record EventEnvelope<E extends Event>(String id, URI source, Instant time, E event) {

    public EventEnvelope {
        Fields.text("id", id);
        Fields.present("source", source);
        Fields.present("time", time);
        Fields.present("event", event);
    }

    /** The event source of a service of this system. */
    public static URI source(String service) {
        return URI.create("urn:deliveryhistory:" + service);
    }
}
