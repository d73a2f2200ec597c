package com.deliveryhistory.optin.security;

import java.io.Serial;
import org.springframework.security.core.AuthenticationException;

/** The password was right, but the company signs its people in by its identity provider alone. */
final class PasswordsAreOff extends AuthenticationException {

    @Serial
    private static final long serialVersionUID = 1L;

    PasswordsAreOff() {
        super("The company signs in by its identity provider");
    }
}
