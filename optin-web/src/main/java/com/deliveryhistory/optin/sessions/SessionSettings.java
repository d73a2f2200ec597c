package com.deliveryhistory.optin.sessions;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long people stay signed in, and their cookie.
 *
 * @param idleLimit a session ends this long after its last request
 * @param absoluteLimit a session ends this long after sign-in, whatever happens in it
 * @param cookieName the name of the cookie
 * @param secureCookie whether browsers send the cookie over TLS only; absent: if the request that sets it came over TLS
 */
@ConfigurationProperties("sessions")
record SessionSettings(
        @DefaultValue("1h") Duration idleLimit,
        @DefaultValue("12h") Duration absoluteLimit,
        @DefaultValue("OPTIN_SESSION") String cookieName,
        @Nullable Boolean secureCookie) {}
