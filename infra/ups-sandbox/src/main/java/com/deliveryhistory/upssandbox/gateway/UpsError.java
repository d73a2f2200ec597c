package com.deliveryhistory.upssandbox.gateway;

import java.util.List;
import org.springframework.http.HttpStatus;

/**
 * A refusal as UPS words it: an HTTP status and one code with its message, sent as
 * <code>{"response":{"errors":[{"code","message"}]}}</code> by every UPS interface.
 */
public final class UpsError extends RuntimeException {

    private final HttpStatus status;
    private final String code;
    private final String text;

    public UpsError(HttpStatus status, String code, String text) {
        super(status.value() + " " + code + " " + text);
        this.status = status;
        this.code = code;
        this.text = text;
    }

    public HttpStatus status() {
        return status;
    }

    public String code() {
        return code;
    }

    /** The message that goes on the wire. */
    public String text() {
        return text;
    }

    Envelope envelope() {
        return new Envelope(new Errors(List.of(new CodedMessage(code, text))));
    }

    record Envelope(Errors response) {}

    record Errors(List<CodedMessage> errors) {}

    record CodedMessage(String code, String message) {}
}
