package com.deliveryhistory.optin.throttling;

import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.ui.Model;

/** The answer to a try that was not looked at (RFC 6585, section 4). */
public final class HaveToWait {

    private HaveToWait() {}

    /** Answers 429 with {@code Retry-After}; the page finds the wait as {@code seconds} and {@code minutes}, at least one. */
    public static void tell(Duration wait, Model model, HttpServletResponse response) {
        long seconds = Math.max(1, Math.ceilDiv(wait.toMillis(), 1_000L));
        response.setStatus(HttpStatus.TOO_MANY_REQUESTS.value());
        response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
        model.addAttribute("seconds", seconds);
        model.addAttribute("minutes", Math.ceilDiv(seconds, 60L));
    }
}
