package com.deliveryhistory.optin.throttling;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Component;
import org.springframework.web.util.WebUtils;

/** The cookie by which a browser is known again. It gives no access to anything. */
@Component
class DeviceCookie {

    private static final Pattern OURS = Pattern.compile("[A-Za-z0-9_-]{43}");

    private final ThrottleSettings settings;

    DeviceCookie(ThrottleSettings settings) {
        this.settings = settings;
    }

    @Nullable
    String read(HttpServletRequest request) {
        Cookie cookie = WebUtils.getCookie(request, settings.deviceCookieName());
        return cookie != null && OURS.matcher(cookie.getValue()).matches() ? cookie.getValue() : null;
    }

    void write(HttpServletResponse response, String device) {
        response.addHeader(
                HttpHeaders.SET_COOKIE,
                ResponseCookie.from(settings.deviceCookieName(), device)
                        .path("/")
                        .httpOnly(true)
                        .secure(settings.secureDeviceCookie())
                        .sameSite("Lax")
                        .maxAge(settings.deviceKnownFor())
                        .build()
                        .toString());
    }
}
