package com.deliveryhistory.optin.throttling;

import com.deliveryhistory.optin.sessions.SignInOrigin;
import org.jspecify.annotations.Nullable;

/**
 * Where somebody tries to sign in from; the details of an {@code Authentication} that is yet to be checked.
 *
 * @param origin what is kept of it in the session
 * @param address the whole IP address
 * @param device what the browser's device cookie says; {@code null} without one
 */
public record SignInAttempt(
        SignInOrigin origin, String address, @Nullable String device) {

    /** Without the device, which counts as a secret. */
    @Override
    public String toString() {
        return "SignInAttempt[" + origin + "]";
    }
}
