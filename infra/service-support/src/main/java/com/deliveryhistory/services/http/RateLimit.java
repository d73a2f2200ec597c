package com.deliveryhistory.services.http;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.security.Principal;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Keeps a caller that has run wild from taking this instance away from the others. Tells each caller how it stands, in
 * the headers of draft-ietf-httpapi-ratelimit-headers.
 */
public final class RateLimit implements HandlerInterceptor {

    private static final String POLICY = "RateLimit-Policy";
    private static final String STANDING = "RateLimit";

    private final Map<String, Limit> callers = new HashMap<>();
    private final Limit others;

    /**
     * Makes the limits.
     *
     * @param callers rates of those that have one of their own, by the caller's name
     * @param others what all others have together
     */
    public RateLimit(Map<String, Rate> callers, Rate others) {
        callers.forEach((name, rate) -> this.callers.put(name, Limit.of(rate)));
        this.others = Limit.of(others);
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (request.getDispatcherType() != DispatcherType.REQUEST) {
            return true; // has been counted
        }
        Principal caller = request.getUserPrincipal();
        Limit limit = caller == null ? others : callers.getOrDefault(caller.getName(), others);
        ConsumptionProbe probe = limit.bucket().tryConsumeAndReturnRemaining(1);
        long wait = ProblemAnswers.wholeSeconds(Duration.ofNanos(probe.getNanosToWaitForRefill()));
        response.setHeader(POLICY, limit.policy());
        response.setHeader(
                STANDING, "\"caller\";r=%d;t=%d".formatted(probe.getRemainingTokens(), probe.isConsumed() ? 0 : wait));
        if (!probe.isConsumed()) {
            response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(wait));
            throw ProblemAnswers.tooMany("The caller makes more requests than it may");
        }
        return true;
    }

    /** A bucket with its description. */
    private record Limit(Bucket bucket, String policy) {

        static Limit of(Rate rate) {
            Bucket bucket = Bucket.builder()
                    .addLimit(
                            limit -> limit.capacity(rate.burst()).refillGreedy(rate.perSecond(), Duration.ofSeconds(1)))
                    .build();
            long window = Math.max(1, Math.ceilDiv(rate.burst(), rate.perSecond()));
            return new Limit(bucket, "\"caller\";q=%d;w=%d".formatted(rate.burst(), window));
        }
    }
}
