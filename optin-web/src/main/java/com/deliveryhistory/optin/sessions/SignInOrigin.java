package com.deliveryhistory.optin.sessions;

import java.io.Serial;
import java.io.Serializable;
import java.time.Instant;

/**
 * Where a sign-in came from, kept as the details of an {@code Authentication}. Coarse on purpose: enough for people to
 * know their own sessions by.
 *
 * @param beganAt when the request arrived that signs in; what ends all sessions later than that ends this one too
 * @param device the browser and the system; empty if unknown
 * @param network the first part of the IP address; empty if unknown
 */
public record SignInOrigin(Instant beganAt, String device, String network) implements Serializable {

    @Serial
    private static final long serialVersionUID = 1L;
}
