package com.deliveryhistory.history.feed;

import java.io.Serial;

/** A record of the feed lacks what makes it one. */
final class UnreadableContent extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    private final String reason;

    private UnreadableContent(String reason) {
        super(reason, null, false, false);
        this.reason = reason;
    }

    static UnreadableContent notAnObject() {
        return new UnreadableContent("not an object");
    }

    static UnreadableContent noTrackingNumber() {
        return new UnreadableContent("no usable tracking number");
    }

    String reason() {
        return reason;
    }
}
