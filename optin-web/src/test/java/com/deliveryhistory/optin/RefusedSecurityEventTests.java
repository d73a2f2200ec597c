package com.deliveryhistory.optin;

import static com.deliveryhistory.optin.SecurityEventSender.passwordChanged;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is no token of a transmitter, or not sent as one, is refused as RFC 8935 (section 2.4) has it, and ends nothing. */
class RefusedSecurityEventTests extends WebTest {

    private static final SecurityEventSender sender = outside.securityEvents;

    static Stream<Arguments> refusals() {
        return Stream.of(
                refusal("no token at all", "invalid_request", () -> "nonsense"),
                refusal("nothing", "invalid_request", () -> ""),
                refusal("three empty parts", "invalid_request", () -> ".."),
                refusal("not signed", "invalid_key", () -> new PlainJWT(claims(ok -> {})).serialize()),
                refusal("HS256 with the public key", "invalid_key", RefusedSecurityEventTests::macWithThePublicKey),
                refusal("forged", "authentication_failed", RefusedSecurityEventTests::forged),
                refusal(
                        "an unknown key",
                        "invalid_key",
                        () -> SecurityEventSender.signed(
                                claims(ok -> {}), SecurityEventSender.TYPE, SecurityEventSender.key("unheard-of"))),
                refusal(
                        "typ of an ID token",
                        "invalid_request",
                        () -> SecurityEventSender.signed(claims(ok -> {}), JOSEObjectType.JWT, sender.key)),
                refusal(
                        "no typ",
                        "invalid_request",
                        () -> SecurityEventSender.signed(claims(ok -> {}), new JOSEObjectType(""), sender.key)),
                changed("another issuer", "invalid_issuer", claims -> claims.issuer("https://evil.example")),
                changed("no issuer", "invalid_issuer", claims -> claims.issuer(null)),
                changed("another audience", "invalid_audience", claims -> claims.audience("https://other.example")),
                changed("no audience", "invalid_audience", claims -> claims.audience((String) null)),
                changed("no jti", "invalid_request", claims -> claims.jwtID(null)),
                changed("an endless jti", "invalid_request", claims -> claims.jwtID("x".repeat(1_001))),
                changed("no iat", "invalid_request", claims -> claims.issueTime(null)),
                changed("tomorrow's iat", "invalid_request", claims -> claims.issueTime(in(Duration.ofDays(1)))),
                changed("last month's iat", "invalid_request", claims -> claims.issueTime(in(Duration.ofDays(-30)))),
                changed(
                        "tomorrow's event",
                        "invalid_request",
                        claims -> claims.claim(
                                "toe", Instant.now().plus(Duration.ofDays(1)).getEpochSecond())),
                changed("sub", "invalid_request", claims -> claims.subject("somebody")),
                changed("exp", "invalid_request", claims -> claims.expirationTime(in(Duration.ofHours(1)))),
                changed("no sub_id", "invalid_request", claims -> claims.claim("sub_id", null)),
                changed(
                        "sub_id without its value",
                        "invalid_request",
                        claims -> claims.claim("sub_id", Map.of("format", "email"))),
                changed("no events", "invalid_request", claims -> claims.claim("events", null)),
                changed("empty events", "invalid_request", claims -> claims.claim("events", Map.of())),
                changed(
                        "two events",
                        "invalid_request",
                        claims -> claims.claim("events", Map.of("urn:one", Map.of(), "urn:two", Map.of()))),
                changed(
                        "a payload that is no object",
                        "invalid_request",
                        claims -> claims.claim("events", Map.of("urn:one", "text"))),
                changed(
                        "a change without its type",
                        "invalid_request",
                        claims -> claims.claim(
                                "events",
                                Map.of(SecurityEventSender.CREDENTIAL_CHANGE, Map.of("credential_type", "password")))));
    }

    private static Arguments refusal(String what, String err, Supplier<String> token) {
        return Arguments.of(what, err, token);
    }

    private static Arguments changed(String what, String err, Consumer<JWTClaimsSet.Builder> change) {
        return Arguments.of(what, err, (Supplier<String>) () -> sender.signed(claims(change)));
    }

    private static JWTClaimsSet claims(Consumer<JWTClaimsSet.Builder> change) {
        return passwordChanged("refused@example.com", change);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("refusals")
    void what_is_no_valid_token_of_the_transmitter_is_refused_with_the_reason(
            String what, String err, Supplier<String> token) {
        named("refused@example.com");

        HttpResponse<String> answer = sender.push(port, token.get());

        assertThat(answer.statusCode()).as(what).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(answer.headers().firstValue("Content-Language")).hasValue("en");
        JsonNode error = JsonMapper.shared().readTree(answer.body());
        assertThat(error.path("err").asString()).as(answer.body()).isEqualTo(err);
        assertThat(error.path("description").asString()).isNotBlank();
        assertThat(optInEvents()).isEmpty();
    }

    @Test
    void what_is_huge_or_of_another_media_type_is_refused_unread() {
        assertThat(sender.push(port, "x".repeat(33 * 1024)).statusCode()).isEqualTo(413);
        assertThat(sender.push(port, sender.signed(claims(ok -> {})), "Content-Type", "application/jwt")
                        .body())
                .contains("invalid_request");
    }

    @Test
    void a_transmitter_with_a_bearer_token_has_to_show_it() {
        String token = sender.signed(claims(claims -> claims.issuer("https://careful.test")));

        assertThat(pushAs("Bearer guessed", token)).isEqualTo("400 authentication_failed");
        assertThat(sender.push(port, token).body()).contains("authentication_failed");
        assertThat(pushAs("Bearer token-of-another", token)).isEqualTo("400 access_denied");
        assertThat(pushAs("Bearer token-of-careful", token)).isEqualTo("202 ");
    }

    private String pushAs(String authorization, String token) {
        HttpResponse<String> answer = sender.push(
                port, token, "Content-Type", SecurityEventSender.MEDIA_TYPE, "Authorization", authorization);
        String err = answer.body().isEmpty()
                ? ""
                : JsonMapper.shared().readTree(answer.body()).path("err").asString();
        return answer.statusCode() + " " + err;
    }

    private static Date in(Duration time) {
        return Date.from(Instant.now().plus(time));
    }

    private static String forged() {
        String[] parts = sender.signed(claims(ok -> {})).split("\\.", -1);
        String[] others = sender.signed(claims(ok -> ok.jwtID(UUID.randomUUID().toString())))
                .split("\\.", -1);
        return parts[0] + "." + others[1] + "." + parts[2];
    }

    private static String macWithThePublicKey() {
        try {
            var token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.HS256)
                            .type(SecurityEventSender.TYPE)
                            .keyID(sender.key.getKeyID())
                            .build(),
                    claims(ok -> {}));
            token.sign(new MACSigner(sender.key.toPublicJWK().toString()));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
