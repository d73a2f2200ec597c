package com.deliveryhistory.optin.securityevents;

import com.deliveryhistory.optin.securityevents.Refused.Err;
import com.deliveryhistory.optin.securityevents.SecurityEventSettings.Source;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.OutageTolerantJWKSetSource;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.BadJWSException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.events.Event;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.text.ParseException;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;

/** One that may push events: checks that a token is its own. */
final class Transmitter {

    static final JOSEObjectType TYPE = new JOSEObjectType("secevent+jwt");

    /** How often the keys are looked for anew at most: in fact twice in this time. */
    static final Duration KEYS_ASKED_FOR_EVERY = Duration.ofSeconds(30);

    private static final int PATIENCE = Math.toIntExact(Duration.ofSeconds(3).toMillis());
    private static final int LARGEST_KEY_SET = 256 * 1024;
    private static final long KEYS_FRESH_FOR = Duration.ofMinutes(5).toMillis();
    private static final long KEYS_GOOD_FOR = Duration.ofDays(1).toMillis();

    private final String name;
    private final Source source;
    private final Set<JWSAlgorithm> algorithms;
    private final DefaultJWTProcessor<Look> signatures = new DefaultJWTProcessor<>();

    Transmitter(String name, Source source) {
        this.name = name;
        this.source = source;
        this.algorithms = source.algorithms().stream().map(JWSAlgorithm::new).collect(Collectors.toUnmodifiableSet());
        if (!algorithms.stream().allMatch(Transmitter::isAsymmetric)) {
            throw wrong("algorithms", "has one that is none of RSA's or the NIST curves' (RFC 7518, section 3.1)");
        }
        signatures.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(TYPE));
        signatures.setJWSKeySelector(new JWSVerificationKeySelector<>(algorithms, keys()));
        signatures.setJWTClaimsSetVerifier((claims, context) -> {}); // SecurityEventTokens does it
    }

    String name() {
        return name;
    }

    String issuer() {
        return source.issuer();
    }

    String audience() {
        return source.audience();
    }

    /** Whether who sends has shown what this transmitter has to. */
    boolean isShown(@Nullable String bearerToken) {
        String expected = source.bearerToken();
        return expected == null
                || (bearerToken != null
                        && MessageDigest.isEqual(
                                expected.getBytes(StandardCharsets.UTF_8),
                                bearerToken.getBytes(StandardCharsets.UTF_8)));
    }

    /** Whether this is the one that has to show this. */
    boolean isTheOneOf(String bearerToken) {
        return source.bearerToken() != null && isShown(bearerToken);
    }

    /**
     * What the token claims, if the transmitter signed it.
     *
     * @throws KeysAway if its key is none of those that are known, and the keys cannot be fetched now
     * @throws KeysAskedForTooOften if its key is none of those that are known, as those of others shortly before
     */
    JWTClaimsSet claims(SignedJWT token) throws Refused {
        if (!TYPE.equals(token.getHeader().getType())) {
            throw new Refused(Err.INVALID_REQUEST, "typ is not secevent+jwt");
        }
        if (!algorithms.contains(token.getHeader().getAlgorithm())) {
            throw new Refused(Err.INVALID_KEY, "alg is none of those agreed on");
        }
        var look = new Look();
        try {
            return signatures.process(token, look);
        } catch (BadJWSException e) {
            throw new Refused(Err.AUTHENTICATION_FAILED, "The signature is not the issuer's");
        } catch (BadJOSEException e) {
            Exception outage = look.outage;
            if (outage != null) { // those that were known before lack it, but it may be a new one
                throw new KeysAway(name, outage);
            }
            throw new Refused(Err.INVALID_KEY, "The key is none of the issuer's");
        } catch (RateLimitReachedException e) {
            throw new KeysAskedForTooOften(name, e);
        } catch (JOSEException e) {
            throw new KeysAway(name, e);
        }
    }

    /** The transmitter's keys cannot be fetched; its tokens can be checked later. */
    static final class KeysAway extends RuntimeException {

        private static final long serialVersionUID = 1L;

        KeysAway(String transmitter, Exception cause) {
            super("The keys of " + transmitter + " cannot be fetched", cause);
        }
    }

    /** Whether the keys have changed is not looked at for every token with an unknown one: anybody can make these. */
    static final class KeysAskedForTooOften extends RuntimeException {

        private static final long serialVersionUID = 1L;

        KeysAskedForTooOften(String transmitter, RateLimitReachedException cause) {
            super("The keys of " + transmitter + " were asked for a moment ago", cause);
        }
    }

    /** What happened while the key of one token was looked for. */
    private static final class Look implements SecurityContext {

        private @Nullable Exception outage;
    }

    private JWKSource<Look> keys() {
        URI address = source.jwksUri();
        Resource file = source.jwksFile();
        if (address != null && file == null) {
            return keysAt(address);
        }
        if (file != null && address == null) {
            return keysIn(file);
        }
        throw wrong("jwks-uri", "or jwks-file has to be set, and not both");
    }

    private JWKSource<Look> keysAt(URI address) {
        try {
            return JWKSourceBuilder.<Look>create(address.toURL(), new KeyRetriever())
                    .cache(KEYS_FRESH_FOR, 2L * PATIENCE)
                    .refreshAheadCache(false)
                    .rateLimited(KEYS_ASKED_FOR_EVERY.toMillis())
                    .outageTolerant(KEYS_GOOD_FOR, Transmitter::noteOutage)
                    .build();
        } catch (MalformedURLException | IllegalArgumentException e) {
            throw wrong("jwks-uri", "is no address");
        }
    }

    /** Takes keys from the address that is set and from no other, to which a redirect might lead. */
    private static final class KeyRetriever extends DefaultResourceRetriever {

        KeyRetriever() {
            super(PATIENCE, PATIENCE, LARGEST_KEY_SET);
        }

        @Override
        protected HttpURLConnection openHTTPConnection(URL address) throws IOException {
            HttpURLConnection connection = super.openHTTPConnection(address);
            connection.setInstanceFollowRedirects(false);
            return connection;
        }
    }

    private static void noteOutage(Event<OutageTolerantJWKSetSource<Look>, Look> event) {
        if (event instanceof OutageTolerantJWKSetSource.OutageEvent<Look> outage && event.getContext() != null) {
            event.getContext().outage = outage.getException();
        }
    }

    private JWKSource<Look> keysIn(Resource file) {
        try {
            return new ImmutableJWKSet<>(JWKSet.parse(file.getContentAsString(StandardCharsets.UTF_8))
                    .toPublicJWKSet());
        } catch (IOException | ParseException e) {
            throw wrong("jwks-file", "is not a JWK set (RFC 7517, section 5)");
        }
    }

    private static boolean isAsymmetric(JWSAlgorithm algorithm) {
        return JWSAlgorithm.Family.RSA.contains(algorithm) || JWSAlgorithm.Family.EC.contains(algorithm);
    }

    private IllegalStateException wrong(String setting, String what) {
        return new IllegalStateException("security-events.transmitters.%s.%s %s".formatted(name, setting, what));
    }
}
