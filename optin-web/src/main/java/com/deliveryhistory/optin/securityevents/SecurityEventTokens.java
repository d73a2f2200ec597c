package com.deliveryhistory.optin.securityevents;

import com.deliveryhistory.optin.securityevents.Refused.Err;
import com.deliveryhistory.services.settings.UnfitSetting;
import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Checks tokens as RFC 8417 and the Shared Signals Framework's profile of it want: typed, signed by a known issuer, for
 * us, issued a short while ago, about one event, and about a subject in {@code sub_id}, never {@code sub}. There is no
 * {@code exp}: what has happened does not expire.
 */
@Component
class SecurityEventTokens {

    private static final int LONGEST_ID = 1_000;

    /**
     * How long before its token was signed an event may have happened of which the token does not tell when. A shorter time
     * would end opt-ins that were renewed after it; what it leaves alone, the next refresh finds out.
     */
    private static final Duration SIGNED_LATE = Duration.ofHours(1);

    /** Seconds since 1970 do not get that large for 3,000 years; drafts of CAEP had milliseconds. */
    private static final double MILLISECONDS_FROM = 1e11;

    /** What is said to have happened before is a mistake, and no event of ours takes such a time. */
    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");

    private final List<Transmitter> transmitters;
    private final SecurityEventSettings settings;
    private final Clock clock;

    SecurityEventTokens(SecurityEventSettings settings, Clock clock) {
        this.transmitters = settings.transmitters().entrySet().stream()
                .map(entry -> new Transmitter(entry.getKey(), entry.getValue()))
                .toList();
        if (transmitters.stream().map(Transmitter::issuer).distinct().count() < transmitters.size()) {
            throw new UnfitSetting("security-events.transmitters: two of them have the same issuer");
        }
        this.settings = settings;
        this.clock = clock;
    }

    Collection<Transmitter> transmitters() {
        return transmitters;
    }

    /**
     * The transmitter that the token claims to come from, before anything is checked.
     *
     * @throws Refused if it is no signed JWT, or the issuer is nobody's
     */
    Transmitter claimedBy(String token) throws Refused {
        try {
            String issuer = signed(token).getJWTClaimsSet().getIssuer();
            return transmitters.stream()
                    .filter(transmitter -> transmitter.issuer().equals(issuer))
                    .findFirst()
                    .orElseThrow(() -> new Refused(Err.INVALID_ISSUER, "Nobody is known by this iss"));
        } catch (ParseException e) {
            throw new Refused(Err.INVALID_REQUEST, "The claims are no JSON object of a JWT");
        }
    }

    /** Refuses what does not show the bearer token that the transmitter has to show. */
    void authenticate(Transmitter transmitter, @Nullable String bearerToken) throws Refused {
        if (transmitter.isShown(bearerToken)) {
            return;
        }
        boolean others = bearerToken != null && transmitters.stream().anyMatch(other -> other.isTheOneOf(bearerToken));
        throw others
                ? new Refused(Err.ACCESS_DENIED, "The bearer token is another transmitter's")
                : new Refused(Err.AUTHENTICATION_FAILED, "The bearer token is missing or wrong");
    }

    /** What the transmitter's token says. */
    SecurityEvent read(Transmitter transmitter, String token) throws Refused {
        JWTClaimsSet claims = transmitter.claims(signed(token));
        if (!claims.getAudience().contains(transmitter.audience())) {
            throw new Refused(Err.INVALID_AUDIENCE, "aud does not name this recipient");
        }
        String id = claims.getJWTID();
        require(id != null && !id.isBlank() && id.length() <= LONGEST_ID, "jti is missing or too long");
        require(claims.getSubject() == null, "sub is not to be there: the subject belongs into sub_id");
        require(claims.getExpirationTime() == null, "exp is not to be there: an event does not expire");
        Instant issuedAt = issuedAt(claims);
        if (!(claims.getClaim("events") instanceof Map<?, ?> events) || events.size() != 1) {
            throw new Refused(Err.INVALID_REQUEST, "events does not hold exactly one event");
        }
        Map.Entry<?, ?> event = events.entrySet().iterator().next();
        String type = event.getKey().toString();
        Map<String, Object> details = details(event.getValue());
        require(Meaning.conforms(type, details), "The event's payload lacks what its type requires");
        Optional<Instant> occurredAt = occurredAt(claims, details);
        return new SecurityEvent(
                transmitter.name(),
                transmitter.issuer(),
                id,
                type,
                details,
                Subjects.users(claims.getClaim("sub_id"), transmitter.issuer()),
                occurredAt.orElse(issuedAt),
                occurredAt.orElse(issuedAt.minus(SIGNED_LATE)));
    }

    private Instant issuedAt(JWTClaimsSet claims) throws Refused {
        Date date = claims.getIssueTime();
        if (date == null) {
            throw new Refused(Err.INVALID_REQUEST, "iat is missing");
        }
        Instant issuedAt = date.toInstant();
        require(!issuedAt.isAfter(latest()), "iat is in the future");
        require(!issuedAt.isBefore(clock.instant().minus(settings.oldest())), "iat is too long ago");
        return issuedAt;
    }

    /**
     * By CAEP's {@code event_timestamp}, else the token's {@code toe} (RFC 8417, section 2.2); empty: it does not tell, or
     * names a time that cannot be.
     */
    private Optional<Instant> occurredAt(JWTClaimsSet claims, Map<String, Object> details) throws Refused {
        Optional<Instant> told = time(details.get("event_timestamp")).or(() -> time(claims.getClaim("toe")));
        require(told.isEmpty() || !told.get().isAfter(latest()), "The event is in the future");
        return told;
    }

    private static Optional<Instant> time(@Nullable Object claim) {
        Optional<Instant> told = Optional.empty();
        if (claim instanceof Date date) {
            told = Optional.of(date.toInstant());
        } else if (claim instanceof Number number) {
            told = Optional.of(time(number.doubleValue()));
        }
        return told.filter(time -> !time.isBefore(EARLIEST));
    }

    private static Instant time(double value) {
        return Instant.ofEpochMilli((long) (value >= MILLISECONDS_FROM ? value : value * 1_000));
    }

    private Instant latest() {
        return clock.instant().plus(settings.clockSkew());
    }

    private static Map<String, Object> details(@Nullable Object payload) throws Refused {
        if (!(payload instanceof Map<?, ?> object)) {
            throw new Refused(Err.INVALID_REQUEST, "The event's payload is no JSON object");
        }
        Map<String, Object> details = new java.util.LinkedHashMap<>();
        object.forEach((name, value) -> {
            if (value != null) {
                details.put(String.valueOf(name), value);
            }
        });
        return details;
    }

    private static SignedJWT signed(String token) throws Refused {
        try {
            JWT jwt = JWTParser.parse(token);
            if (jwt instanceof SignedJWT signed) {
                return signed;
            }
            throw jwt instanceof PlainJWT
                    ? new Refused(Err.INVALID_KEY, "The token is not signed")
                    : new Refused(Err.INVALID_REQUEST, "The token is encrypted, and no key was agreed on");
        } catch (ParseException e) {
            throw new Refused(Err.INVALID_REQUEST, "The body is no JWT in compact form");
        }
    }

    private static void require(boolean holds, String otherwise) throws Refused {
        if (!holds) {
            throw new Refused(Err.INVALID_REQUEST, otherwise);
        }
    }
}
