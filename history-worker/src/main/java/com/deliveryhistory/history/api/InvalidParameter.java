package com.deliveryhistory.history.api;

import java.io.Serial;

/** A request's parameter is not what it has to be. */
final class InvalidParameter extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final String parameter;

    private InvalidParameter(String parameter, String message) {
        super(message);
        this.parameter = parameter;
    }

    static InvalidParameter limit(int largest) {
        return new InvalidParameter("limit", "limit is a number from 1 to " + largest);
    }

    static InvalidParameter cursor() {
        return new InvalidParameter("cursor", "cursor is not one that this service gave out");
    }

    String parameter() {
        return parameter;
    }
}
