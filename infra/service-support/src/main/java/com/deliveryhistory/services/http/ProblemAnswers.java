package com.deliveryhistory.services.http;

import java.time.Duration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** Answers that are problem details (RFC 9457), to be thrown. */
public final class ProblemAnswers {

    private ProblemAnswers() {}

    public static ErrorResponseException problem(HttpStatus status, String detail) {
        return new ErrorResponseException(status, ProblemDetail.forStatusAndDetail(status, detail), null);
    }

    /** Too many requests (RFC 6585, section 4). */
    public static ErrorResponseException tooMany(String detail) {
        return problem(HttpStatus.TOO_MANY_REQUESTS, detail);
    }

    /** The same, with when it may be less. */
    public static ErrorResponseException tooMany(String detail, Duration retryAfter) {
        return later(HttpStatus.TOO_MANY_REQUESTS, detail, retryAfter);
    }

    /** Not now, but after this time perhaps. */
    public static ErrorResponseException unavailable(String detail, Duration retryAfter) {
        return later(HttpStatus.SERVICE_UNAVAILABLE, detail, retryAfter);
    }

    private static ErrorResponseException later(HttpStatus status, String detail, Duration retryAfter) {
        ErrorResponseException problem = problem(status, detail);
        problem.getHeaders().set(HttpHeaders.RETRY_AFTER, Long.toString(wholeSeconds(retryAfter)));
        return problem;
    }

    /** Rounded up, and never none. */
    public static long wholeSeconds(Duration duration) {
        return Math.max(1, (duration.toMillis() + 999) / 1_000);
    }
}
