package com.deliveryhistory.upssandbox.gateway;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** The answers that a caller must survive: unreadable, or in a form that it cannot know. */
enum Garbage {
    /** An error page of some proxy, with a status that claims success. */
    HTML("text/html;charset=UTF-8", "<!DOCTYPE html><html><head><title>Service</title></head><body>OK</body></html>"),
    /** JSON that ends in the middle. */
    CUT_SHORT("application/json", "{\"token_type\":\"Bearer\",\"issued_at\":\"17840"),
    /** Sound JSON of another shape. */
    WRONG_SHAPE(
            "application/json",
            "[{\"token_type\":[\"Bearer\"],\"QuantumViewResponse\":7,\"trackResponse\":\"\"},null]"),
    /** Bytes that are no text. */
    NOISE("application/json", "\u0000\u0001\u00fe\u00ff}{\u0007\u00c3(\u001b\u0000"),
    /** Success and nothing else. */
    EMPTY("application/json", ""),
    /** A page of Quantum View with a record of a kind that UPS never told of, and nothing else. */
    UNKNOWN_RECORD("application/json", """
            {"QuantumViewResponse":{"Response":{"ResponseStatusCode":"1","ResponseStatusDescription":"Success"},\
            "QuantumViewEvents":{"SubscriptionEvents":{"Name":"OutboundXML","SubscriptionFile":{"FileName":"unknown",\
            "Hologram":{"TrackingNumber":"1ZSBX0000000000000","Shimmer":"7"}}}}}}""");

    /** What comes in turn if nothing is said: all but what a caller takes for sound. */
    static final List<Garbage> IN_TURN = List.of(HTML, CUT_SHORT, WRONG_SHAPE, NOISE, EMPTY);

    private final String contentType;
    private final String body;

    Garbage(String contentType, String body) {
        this.contentType = contentType;
        this.body = body;
    }

    String contentType() {
        return contentType;
    }

    byte[] bytes() {
        return body.getBytes(this == NOISE ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
    }
}
