package com.deliveryhistory.services.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.services.settings.UnfitSetting;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.Resource;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;

class ServiceTokenTests {

    private final ECKey web = key("web-1");
    private final ECKey worker = key("worker-1");
    private final ServiceTokens webTokens = new ServiceTokens("optin-web", web, Clock.systemUTC());
    private final JwtDecoder history =
            decoder("history-worker", Map.of("optin-web", json(new JWKSet(web.toPublicJWK()))));

    @Test
    void a_trusted_caller_is_recognised_with_the_company_it_calls_for() {
        Jwt jwt = history.decode(webTokens.tokenFor("history-worker", new CompanyId("acme")));

        assertThat(jwt.getSubject()).isEqualTo("optin-web");
        assertThat(jwt.getClaimAsString(ServiceTokens.COMPANY_CLAIM)).isEqualTo("acme");
    }

    @Test
    void a_token_says_who_calls_whom_until_when_and_by_which_key() throws ParseException {
        Instant now = Instant.parse("2026-07-21T16:30:00.5Z");
        ServiceTokens tokens = new ServiceTokens("optin-web", web, Clock.fixed(now, ZoneOffset.UTC));

        SignedJWT jwt = SignedJWT.parse(tokens.tokenFor("history-worker"));

        assertThat(jwt.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.ES256);
        assertThat(jwt.getHeader().getKeyID()).isEqualTo("web-1");
        assertThat(jwt.getJWTClaimsSet().toJSONObject())
                .containsEntry("iss", "optin-web")
                .containsEntry("sub", "optin-web")
                .containsEntry("aud", "history-worker")
                .containsEntry("iat", now.getEpochSecond())
                .containsEntry("exp", now.getEpochSecond() + 60)
                .containsKey("jti");
    }

    @Test
    void a_token_for_another_service_is_refused() {
        assertRefused(webTokens.tokenFor("token-manager"));
    }

    @Test
    void a_caller_that_is_not_trusted_is_refused() {
        assertRefused(new ServiceTokens("somebody", web, Clock.systemUTC()).tokenFor("history-worker"));
    }

    @Test
    void a_caller_cannot_sign_with_another_key() {
        assertRefused(new ServiceTokens("optin-web", worker, Clock.systemUTC()).tokenFor("history-worker"));
    }

    @Test
    void a_token_is_good_for_a_minute_only() {
        Clock twoMinutesAgo = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(-2));

        assertRefused(new ServiceTokens("optin-web", web, twoMinutesAgo).tokenFor("history-worker"));
    }

    @Test
    void a_long_lived_token_is_refused_even_if_well_signed() throws JOSEException {
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("web-1").build(), claims(Duration.ofHours(1)));
        jwt.sign(new ECDSASigner(web));

        assertRefused(jwt.serialize());
    }

    @Test
    void unsigned_and_symmetric_tokens_are_refused() throws JOSEException {
        SignedJWT symmetric = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("web-1").build(), claims(Duration.ofSeconds(60)));
        symmetric.sign(new MACSigner(web.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8)));

        assertRefused(symmetric.serialize());
        assertRefused(new PlainJWT(claims(Duration.ofSeconds(60))).serialize());
    }

    @Test
    void a_key_of_another_curve_is_refused_at_start() throws JOSEException {
        String other = new ECKeyGenerator(Curve.P_384).generate().toJSONString();

        assertThatIllegalStateException()
                .isThrownBy(() -> KeyFiles.privateKey(resource(other)))
                .withMessageContaining("is not an EC P-256 key");
    }

    @Test
    void a_wrong_key_file_is_named_with_its_setting_and_not_quoted() {
        assertThatExceptionOfType(UnfitSetting.class)
                .isThrownBy(() -> KeyFiles.privateKey(resource("not a key")))
                .withMessageContaining("service-identity.private-key")
                .withMessageNotContaining("not a key as");
        assertThatExceptionOfType(UnfitSetting.class)
                .isThrownBy(() -> KeyFiles.privateKey(resource(web.toPublicJWK().toJSONString())))
                .withMessageContaining("holds no private key");
        assertThatExceptionOfType(UnfitSetting.class)
                .isThrownBy(() -> decoder("history-worker", Map.of("optin-web", "{}")))
                .withMessageContaining("service-identity.trusted.optin-web");
    }

    private void assertRefused(String token) {
        assertThatExceptionOfType(JwtException.class).isThrownBy(() -> history.decode(token));
    }

    private static JWTClaimsSet claims(Duration life) {
        Instant now = Clock.fixed(Instant.now(), ZoneOffset.UTC).instant();
        return new JWTClaimsSet.Builder()
                .issuer("optin-web")
                .subject("optin-web")
                .audience("history-worker")
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(life)))
                .build();
    }

    private static JwtDecoder decoder(String name, Map<String, String> trusted) {
        return TrustedCallers.decoder(new ServiceIdentity(
                name,
                null,
                null,
                trusted.entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, caller -> resource(caller.getValue())))));
    }

    private static Resource resource(String content) {
        return new ByteArrayResource(content.getBytes(StandardCharsets.UTF_8), "the given file");
    }

    private static String json(JWKSet keys) {
        return keys.toString();
    }

    private static ECKey key(String id) {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
