package com.deliveryhistory.optin.sessions;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Component;
import org.springframework.web.util.WebUtils;

/**
 * The cookie in which a browser keeps the address that its person is led to after signing in, so that nothing is stored for
 * visitors who may never sign in. It is no proof of anything: whatever it holds is taken as an address of this application,
 * or not at all.
 */
@Component
public class WantedCookie {

    /** Characters of an address; browsers send them with every request for a while. */
    static final int LONGEST = 1_024;

    /** Long enough to have a new password mailed, or to sign in at a provider. */
    private static final Duration KEPT = Duration.ofMinutes(30);

    private final SessionSettings settings;

    WantedCookie(SessionSettings settings) {
        this.settings = settings;
    }

    /** The address, from below the context path; empty if there is none, or none of this application. */
    Optional<String> read(HttpServletRequest request) {
        return Optional.ofNullable(WebUtils.getCookie(request, settings.wantedCookieName()))
                .flatMap(cookie -> decoded(cookie.getValue()))
                .filter(WantedCookie::isOfHere);
    }

    /** Keeps the address in place of an earlier one; one that is too long is not kept, and neither is the earlier one. */
    void write(HttpServletRequest request, HttpServletResponse response, String address) {
        if (address.length() > LONGEST) {
            remove(request, response);
        } else {
            set(
                    response,
                    Base64.getUrlEncoder().withoutPadding().encodeToString(address.getBytes(StandardCharsets.UTF_8)),
                    KEPT);
        }
    }

    void remove(HttpServletRequest request, HttpServletResponse response) {
        Cookie cookie = WebUtils.getCookie(request, settings.wantedCookieName());
        if (cookie != null) {
            set(response, "", Duration.ZERO);
        }
    }

    private void set(HttpServletResponse response, String value, Duration kept) {
        response.addHeader(
                HttpHeaders.SET_COOKIE,
                ResponseCookie.from(settings.wantedCookieName(), value)
                        .path("/")
                        .httpOnly(true)
                        .secure(settings.secureCookie())
                        .sameSite("Lax") // identity providers lead back from another site
                        .maxAge(kept)
                        .build()
                        .toString());
    }

    private static Optional<String> decoded(String value) {
        try {
            return Optional.of(new String(Base64.getUrlDecoder().decode(value), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // not ours
        }
    }

    /** A path with a query, as RFC 3986 has them: two slashes would begin a host, and so do backslashes for browsers. */
    private static boolean isOfHere(String address) {
        if (address.length() > LONGEST || !address.startsWith("/") || address.startsWith("//")) {
            return false;
        }
        try {
            URI uri = new URI(address);
            return !uri.isAbsolute() && uri.getRawAuthority() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
