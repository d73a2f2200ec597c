package com.deliveryhistory.upssandbox.website;

import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/** Redirects to addresses exactly as they are; Spring's would take braces in them for variables. */
final class Redirects {

    private Redirects() {}

    /** Answers 302; the {@code null} that it returns as view tells Spring that the answer is complete. */
    static @Nullable String to(HttpServletResponse response, String address) {
        response.setStatus(HttpStatus.FOUND.value());
        response.setHeader(HttpHeaders.LOCATION, address);
        return null;
    }
}
