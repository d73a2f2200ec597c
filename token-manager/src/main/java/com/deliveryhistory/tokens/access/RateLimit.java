package com.deliveryhistory.tokens.access;

import com.deliveryhistory.tokens.access.AccessSettings.Rate;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
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
final class RateLimit implements HandlerInterceptor {

    static final String POLICY = "RateLimit-Policy";
    static final String STANDING = "RateLimit";

    private final Map<String, Limit> callers = new HashMap<>();
    private final Limit others;

    RateLimit(AccessSettings settings) {
        settings.callers().forEach((name, caller) -> callers.put(name, Limit.of(settings.rateOf(caller))));
        others = Limit.of(settings.rate());
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        Principal caller = request.getUserPrincipal();
        Limit limit = caller == null ? others : callers.getOrDefault(caller.getName(), others);
        ConsumptionProbe probe = limit.bucket().tryConsumeAndReturnRemaining(1);
        Duration wait = Duration.ofNanos(probe.getNanosToWaitForRefill());
        response.setHeader(POLICY, limit.policy());
        response.setHeader(
                STANDING,
                "\"caller\";r=%d;t=%d"
                        .formatted(probe.getRemainingTokens(), probe.isConsumed() ? 0 : Problems.wholeSeconds(wait)));
        if (!probe.isConsumed()) {
            response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(Problems.wholeSeconds(wait)));
            throw Problems.tooMany();
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
