package com.deliveryhistory.optin.securityevents;

import com.deliveryhistory.optin.securityevents.Refused.Err;
import com.deliveryhistory.optin.securityevents.SecurityEvents.Outcome;
import com.deliveryhistory.optin.throttling.Pace;
import com.deliveryhistory.optin.throttling.SenderNetwork;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Where tokens are pushed to (RFC 8935). 202: what follows from the event is in Kafka, or nothing follows; so it is for a
 * token that came before. 400, with the reason: it will never be taken. 429 and 503: it is to be sent again.
 */
@RestController
class SecurityEventController {

    private static final Logger log = LoggerFactory.getLogger(SecurityEventController.class);
    private static final String BEARER = "Bearer ";
    private static final String NOBODY = "unknown";
    private static final String THROTTLED = "throttled";
    private static final String KEYS_AWAY = "keys_away";
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration LATER = Duration.ofSeconds(10);

    private final SecurityEventTokens tokens;
    private final SecurityEvents events;
    private final Pace addresses;
    private final Pace transmitters;
    private final int largest;
    private final MeterRegistry metrics;

    SecurityEventController(
            SecurityEventTokens tokens, SecurityEvents events, SecurityEventSettings settings, MeterRegistry metrics) {
        this.tokens = tokens;
        this.events = events;
        this.addresses = new Pace(settings.burst(), settings.perSecond(), SECOND);
        this.transmitters = new Pace(settings.burst(), settings.perSecond(), SECOND);
        this.largest = Math.toIntExact(settings.largest().toBytes());
        this.metrics = metrics;
        expectFrom(NOBODY);
        settings.transmitters().keySet().forEach(this::expectFrom);
    }

    @PostMapping("/ssf/events")
    ResponseEntity<?> push(HttpServletRequest request) throws IOException {
        Duration wait = addresses.waitOf(SenderNetwork.of(request.getRemoteAddr()));
        if (!wait.isZero()) {
            count(NOBODY, THROTTLED);
            return later(HttpStatus.TOO_MANY_REQUESTS, wait);
        }
        if (!isToken(request.getContentType())) {
            return refused(NOBODY, new Refused(Err.INVALID_REQUEST, "The media type is not application/secevent+jwt"));
        }
        byte[] body = request.getInputStream().readNBytes(largest + 1);
        if (body.length > largest) {
            return refused(
                    NOBODY,
                    HttpStatus.CONTENT_TOO_LARGE,
                    new Refused(Err.INVALID_REQUEST, "The token is larger than %d bytes".formatted(largest)));
        }
        return push(new String(body, StandardCharsets.US_ASCII), bearer(request));
    }

    private ResponseEntity<?> push(String token, @Nullable String bearer) {
        String from = NOBODY;
        try {
            Transmitter transmitter = tokens.claimedBy(token);
            from = transmitter.name();
            tokens.authenticate(transmitter, bearer);
            SecurityEvent event = tokens.read(transmitter, token);
            Duration wait = transmitters.waitOf(from);
            if (!wait.isZero()) {
                count(from, THROTTLED);
                return later(HttpStatus.TOO_MANY_REQUESTS, wait);
            }
            Outcome outcome = events.heed(event);
            count(from, word(outcome));
            log.info("{} of {}, token {}: {}", event.shortType(), from, event.tokenId(), outcome);
            return outcome == Outcome.TRY_LATER
                    ? later(HttpStatus.SERVICE_UNAVAILABLE, LATER)
                    : ResponseEntity.accepted().build();
        } catch (Refused refused) {
            return refused(from, refused);
        } catch (Transmitter.KeysAway away) {
            log.warn("{}: its tokens have to wait ({})", away.getMessage(), reason(away));
            count(from, KEYS_AWAY);
            return later(HttpStatus.SERVICE_UNAVAILABLE, LATER);
        } catch (Transmitter.KeysAskedForTooOften tooOften) {
            count(from, THROTTLED);
            return later(HttpStatus.TOO_MANY_REQUESTS, Transmitter.KEYS_ASKED_FOR_EVERY);
        }
    }

    private ResponseEntity<?> refused(String from, Refused refused) {
        return refused(from, HttpStatus.BAD_REQUEST, refused);
    }

    private ResponseEntity<?> refused(String from, HttpStatusCode status, Refused refused) {
        count(from, refused.err().code());
        log.warn("A security event was refused, {}: {}", refused.err().code(), refused.getMessage());
        return ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_JSON)
                .header(HttpHeaders.CONTENT_LANGUAGE, "en")
                .body(Map.of("err", refused.err().code(), "description", String.valueOf(refused.getMessage())));
    }

    private static ResponseEntity<?> later(HttpStatus status, Duration wait) {
        return ResponseEntity.status(status)
                .header(
                        HttpHeaders.RETRY_AFTER,
                        Long.toString(Math.max(1, wait.plusMillis(999).toSeconds())))
                .build();
    }

    /** Every outcome is there from the start, so that the first one already is an increase. */
    private void expectFrom(String transmitter) {
        for (Outcome outcome : Outcome.values()) {
            counter(transmitter, word(outcome));
        }
        for (Err err : Err.values()) {
            counter(transmitter, err.code());
        }
        counter(transmitter, THROTTLED);
        counter(transmitter, KEYS_AWAY);
    }

    private void count(String transmitter, String outcome) {
        counter(transmitter, outcome).increment();
    }

    private Counter counter(String transmitter, String outcome) {
        return Counter.builder("security.events")
                .description("Pushed security events by what came of them")
                .tag("transmitter", transmitter)
                .tag("outcome", outcome)
                .register(metrics);
    }

    private static String word(Outcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT);
    }

    private static boolean isToken(@Nullable String contentType) {
        return contentType != null && contentType.split(";", 2)[0].strip().equalsIgnoreCase("application/secevent+jwt");
    }

    private static @Nullable String bearer(HttpServletRequest request) {
        String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
        return authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? authorization.substring(BEARER.length()).strip()
                : null;
    }

    private static String reason(Transmitter.KeysAway away) {
        return away.getCause() == null ? "unknown" : away.getCause().getClass().getSimpleName();
    }
}
