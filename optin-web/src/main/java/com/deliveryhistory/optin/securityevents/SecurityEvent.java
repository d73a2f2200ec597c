package com.deliveryhistory.optin.securityevents;

import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * What a valid token says.
 *
 * @param transmitter its name in the settings
 * @param tokenId its {@code jti}, unique for the issuer
 * @param type URI of the event's type
 * @param details the event's payload
 * @param users names that the subject has, each in the form that its issuer chose; empty if the subject is no user
 * @param occurredAt when it happened, as far as the token tells, in full seconds or finer
 * @param earliest when it happened at the earliest: opt-ins of after this time are not touched
 */
record SecurityEvent(
        String transmitter,
        String issuer,
        String tokenId,
        String type,
        Map<String, Object> details,
        Set<String> users,
        Instant occurredAt,
        Instant earliest) {

    /** Whether the token tells when it happened. */
    boolean isDated() {
        return earliest.equals(occurredAt);
    }

    /** The value of a text in the payload; empty if there is none. */
    String detail(String name) {
        return details.get(name) instanceof String text ? text : "";
    }

    /** The end of the type's URI, as people write of the event. */
    String shortType() {
        return type.substring(type.lastIndexOf('/') + 1);
    }
}
