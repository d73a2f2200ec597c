package com.deliveryhistory.upssandbox.quantumview;

import com.deliveryhistory.upssandbox.gateway.UpsError;
import org.springframework.http.HttpStatus;

/** A Quantum View request that cannot be answered. UPS's own codes are not public: these, with SBXQV, are invented. */
final class InvalidQuery extends RuntimeException {

    private final String code;
    private final String text;

    private InvalidQuery(String code, String text) {
        super(code + " " + text);
        this.code = code;
        this.text = text;
    }

    static InvalidQuery action() {
        return new InvalidQuery("SBXQV01", "Request action must be QVEvents");
    }

    static InvalidQuery subscription() {
        return new InvalidQuery("SBXQV02", "Invalid subscription name");
    }

    static InvalidQuery range() {
        return new InvalidQuery("SBXQV03", "Invalid date range");
    }

    static InvalidQuery rangeTooOld() {
        return new InvalidQuery("SBXQV04", "Date range exceeds 7 days into the past");
    }

    static InvalidQuery bookmark() {
        return new InvalidQuery("SBXQV05", "Invalid bookmark");
    }

    static InvalidQuery file() {
        return new InvalidQuery("SBXQV06", "Invalid file name");
    }

    String code() {
        return code;
    }

    String text() {
        return text;
    }

    UpsError asUpsError() {
        return new UpsError(HttpStatus.BAD_REQUEST, code, text);
    }
}
