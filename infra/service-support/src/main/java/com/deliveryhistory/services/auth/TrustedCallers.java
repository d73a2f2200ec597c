package com.deliveryhistory.services.auth;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyConverter;
import com.nimbusds.jose.jwk.KeyType;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.security.Key;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtAudienceValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/** Checks the JWT of a calling service: signed by a trusted caller's key, for this service, good for a minute at most. */
final class TrustedCallers {

    private static final Duration CLOCK_SKEW = Duration.ofSeconds(30);

    private TrustedCallers() {}

    static JwtDecoder decoder(ServiceIdentity identity) {
        Map<String, JWKSet> keysOf = identity.trusted().entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, caller -> KeyFiles.publicKeys(caller.getKey(), caller.getValue())));
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWTClaimsSetAwareJWSKeySelector((header, claims, context) ->
                JWSAlgorithm.ES256.equals(header.getAlgorithm()) ? keys(keysOf, claims, header.getKeyID()) : List.of());
        processor.setJWTClaimsSetVerifier((claims, context) -> {}); // the validators below do it
        NimbusJwtDecoder decoder = new NimbusJwtDecoder(processor);
        decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(
                new JwtTimestampValidator(CLOCK_SKEW),
                new JwtAudienceValidator(identity.name()),
                refuseUnless(
                        "iss and sub differ", jwt -> Objects.equals(jwt.getClaimAsString("iss"), jwt.getSubject())),
                refuseUnless(
                        "iat or exp is missing, or the life is longer than a minute", TrustedCallers::shortLived)));
        return decoder;
    }

    private static List<Key> keys(Map<String, JWKSet> keysOf, JWTClaimsSet claims, String keyId) {
        JWKSet keys = claims.getIssuer() == null ? null : keysOf.get(claims.getIssuer());
        if (keys == null) {
            return List.of();
        }
        return KeyConverter.toJavaKeys(new JWKSelector(new JWKMatcher.Builder()
                        .keyType(KeyType.EC)
                        .keyID(keyId)
                        .build())
                .select(keys));
    }

    private static boolean shortLived(Jwt jwt) {
        Instant issued = jwt.getIssuedAt();
        Instant expires = jwt.getExpiresAt();
        return issued != null
                && expires != null
                && Duration.between(issued, expires).compareTo(ServiceTokens.LIFE) <= 0;
    }

    private static OAuth2TokenValidator<Jwt> refuseUnless(String otherwise, Predicate<Jwt> holds) {
        OAuth2Error error = new OAuth2Error(OAuth2ErrorCodes.INVALID_TOKEN, otherwise, null);
        return jwt ->
                holds.test(jwt) ? OAuth2TokenValidatorResult.success() : OAuth2TokenValidatorResult.failure(error);
    }
}
