package com.deliveryhistory.optin.security;

import java.io.Serial;
import java.time.Duration;
import org.springframework.security.core.AuthenticationException;

/** A sign-in was not looked at, because too many had failed. */
final class TooManyFailures extends AuthenticationException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final Duration pause;

    TooManyFailures(Duration pause) {
        super("Too many sign-ins failed");
        this.pause = pause;
    }

    /** How long the next one has to wait. */
    Duration pause() {
        return pause;
    }
}
