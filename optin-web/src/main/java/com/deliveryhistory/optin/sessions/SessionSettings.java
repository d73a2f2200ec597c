package com.deliveryhistory.optin.sessions;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long people stay signed in, and their cookie.
 *
 * @param idleLimit a session ends this long after its last request
 * @param absoluteLimit a session ends this long after sign-in, whatever happens in it
 * @param cookieName the name of the cookie; {@code _CSRF} behind it makes the name of the one for forms of visitors, {@code
 *     _WANTED} that of the one with the page that signing in leads to
 * @param secureCookie whether browsers send the cookie over TLS only
 */
@ConfigurationProperties("sessions")
record SessionSettings(
        @DefaultValue("1h") Duration idleLimit,
        @DefaultValue("12h") Duration absoluteLimit,
        @DefaultValue("__Host-OPTIN_SESSION") String cookieName,
        @DefaultValue("true") boolean secureCookie) {

    SessionSettings {
        if (cookieName.startsWith("__Host-") && !secureCookie) {
            throw new IllegalArgumentException(
                    "sessions.cookie-name: browsers take a cookie that is named __Host-… only if it is secure");
        }
    }

    /** The cookie by which forms are known that somebody sends who is not signed in. */
    String csrfCookieName() {
        return cookieName + "_CSRF";
    }

    /** The cookie that says which page somebody wanted who is not signed in. */
    String wantedCookieName() {
        return cookieName + "_WANTED";
    }
}
