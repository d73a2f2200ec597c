package com.deliveryhistory.optin;

import static com.deliveryhistory.optin.SecurityEventSender.passwordChanged;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.deliveryhistory.events.EndReason;
import com.deliveryhistory.events.GrantState;
import com.deliveryhistory.testing.TopicRecord;
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
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Security Event Tokens that UPS pushes end the opt-ins of the companies that named its user, and nothing else. */
class SecurityEventTests extends WebTest {

    private static final SecurityEventSender sender = outside.securityEvents;
    private static final String EVENTS = "https://schemas.openid.net/secevent/";

    private final String upsUser = company + "-Ups@example.com";

    @Test
    void a_changed_password_ends_the_opt_in_of_the_company_that_named_the_user() {
        named(upsUser);
        Instant changedAt = Instant.now().minusSeconds(5).truncatedTo(java.time.temporal.ChronoUnit.SECONDS);

        HttpResponse<String> answer = sender.push(
                port,
                sender.signed(passwordChanged(
                        upsUser.toUpperCase(java.util.Locale.ROOT),
                        claims -> claims.claim(
                                "events",
                                Map.of(
                                        SecurityEventSender.CREDENTIAL_CHANGE,
                                        Map.of(
                                                "credential_type",
                                                "password",
                                                "change_type",
                                                "update",
                                                "event_timestamp",
                                                changedAt.getEpochSecond()))))));

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.body()).isEmpty();
        TopicRecord record = optInEvents().getLast();
        assertThat(record.type()).isEqualTo("com.deliveryhistory.PasswordChangeInvalidated.v1");
        JsonNode event = JsonMapper.shared().readTree(String.valueOf(record.value()));
        assertThat(event.path("source").asString()).isEqualTo("SECURITY_EVENT");
        assertThat(event.path("reportedBy").asString()).isEqualTo(SecurityEventSender.ISSUER);
        assertThat(event.path("application").asString()).isEqualTo(IDH);
        assertThat(Instant.parse(event.path("passwordChangedAt").asString())).isEqualTo(changedAt);
    }

    @Test
    void the_changed_password_is_shown_as_the_reason_even_if_ups_refused_the_tokens_first() {
        Browser browser = named(upsUser);
        Instant authorizedAt = Instant.now().minusSeconds(60).truncatedTo(java.time.temporal.ChronoUnit.MILLIS);
        tokenManagerSays(GrantState.INVALIDATED, EndReason.REFRESH_REJECTED, authorizedAt);
        await().until(() -> browser.get("/company").has("[data-reason=REFRESH_REJECTED]"));

        sender.push(port, sender.signed(passwordChanged(upsUser, claims -> {})));

        assertThat(browser.get("/company").find("#grant-banner [data-reason]").attr("data-reason"))
                .isEqualTo("PASSWORD_CHANGED");
    }

    @Test
    void a_token_that_comes_again_is_acknowledged_and_does_nothing_more() {
        named(upsUser);
        String token = sender.signed(passwordChanged(upsUser, claims -> {}));

        assertThat(sender.push(port, token).statusCode()).isEqualTo(202);
        assertThat(sender.push(port, token).statusCode()).isEqualTo(202);

        assertThat(optInEvents()).hasSize(1);
    }

    @Test
    void a_token_that_comes_several_times_at_once_is_acknowledged_each_time_and_tells_one_thing() throws Exception {
        Browser browser = named(upsUser);
        String token = sender.signed(passwordChanged(upsUser, claims -> {}));

        List<CompletableFuture<HttpResponse<String>>> answers = Stream.generate(
                        () -> CompletableFuture.supplyAsync(() -> sender.push(port, token)))
                .limit(8)
                .toList();

        for (CompletableFuture<HttpResponse<String>> answer : answers) {
            assertThat(answer.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(202);
        }
        assertThat(optInEvents())
                .isNotEmpty()
                .allSatisfy(event -> assertThat(event.headers())
                        .containsEntry(
                                "ce_id", optInEvents().getFirst().headers().get("ce_id")));
        assertThat(browser.get("/activity").find("tbody").text()).containsOnlyOnce("UPS.com reported a change");
    }

    @Test
    void an_event_about_a_user_that_nobody_named_is_acknowledged() {
        assertThat(sender.push(port, sender.signed(passwordChanged("nobody-named-me", claims -> {})))
                        .statusCode())
                .isEqualTo(202);
    }

    static Stream<Arguments> subjects() {
        return Stream.of(
                subject(user -> Map.of("format", "email", "email", user)),
                subject(user -> Map.of("format", "opaque", "id", user)),
                subject(user -> Map.of("format", "account", "uri", "acct:" + user)),
                subject(user -> Map.of("format", "iss_sub", "iss", SecurityEventSender.ISSUER, "sub", user)),
                subject(user -> Map.of(
                        "format",
                        "aliases",
                        "identifiers",
                        List.of(
                                Map.of("format", "phone_number", "phone_number", "+12065550100"),
                                Map.of("format", "email", "email", user)))),
                subject(user -> Map.of("format", "complex", "user", Map.of("format", "email", "email", user))));
    }

    private static Arguments subject(java.util.function.Function<String, Map<String, Object>> subject) {
        return Arguments.of(subject.apply("U").get("format"), subject);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("subjects")
    void the_user_is_found_by_whatever_identifier_fits(
            String format, java.util.function.Function<String, Map<String, Object>> subject) {
        named(upsUser);

        HttpResponse<String> answer = sender.push(
                port,
                sender.signed(passwordChanged(upsUser, claims -> claims.claim("sub_id", subject.apply(upsUser)))));

        assertThat(answer.statusCode()).as(format + answer.body()).isEqualTo(202);
        assertThat(optInEvents()).hasSize(1);
    }

    @Test
    void a_subject_of_another_issuer_is_somebody_else() {
        named(upsUser);

        sender.push(
                port,
                sender.signed(passwordChanged(
                        upsUser,
                        claims -> claims.claim(
                                "sub_id",
                                Map.of("format", "iss_sub", "iss", "https://other.example", "sub", upsUser)))));

        assertThat(optInEvents()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "caep/event-type/credential-change, password, update, true",
        "caep/event-type/credential-change, password, revoke, true",
        "caep/event-type/credential-change, password, delete, true",
        "caep/event-type/credential-change, password, create, false",
        "caep/event-type/credential-change, fido2-platform, revoke, false",
        "risc/event-type/account-disabled, '', '', true",
        "risc/event-type/account-purged, '', '', true",
        "oauth/event-type/tokens-revoked, '', '', true",
        "oauth/event-type/token-revoked, '', '', false",
        "risc/event-type/credential-compromise, password, '', false",
        "risc/event-type/account-credential-change-required, '', '', false",
        "caep/event-type/session-revoked, '', '', false",
        "ssf/event-type/verification, '', '', false",
        "unheard/event-type/of, '', '', false"
    })
    void an_opt_in_ends_only_by_what_ends_its_tokens(String type, String credential, String change, boolean ends) {
        named(upsUser);
        Map<String, Object> details = type.endsWith("credential-change")
                ? Map.of("credential_type", credential, "change_type", change)
                : credential.isEmpty() ? Map.of() : Map.of("credential_type", credential);

        HttpResponse<String> answer = sender.push(
                port,
                sender.signed(passwordChanged(
                        upsUser, claims -> claims.claim("events", Map.of(EVENTS + type, details)))));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        assertThat(optInEvents()).hasSize(ends ? 1 : 0);
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                refusal("no token at all", "invalid_request", () -> "nonsense"),
                refusal("nothing", "invalid_request", () -> ""),
                refusal("three empty parts", "invalid_request", () -> ".."),
                refusal("not signed", "invalid_key", () -> new PlainJWT(claims(ok -> {})).serialize()),
                refusal("HS256 with the public key", "invalid_key", SecurityEventTests::macWithThePublicKey),
                refusal("forged", "authentication_failed", SecurityEventTests::forged),
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

    @Test
    void the_route_makes_no_session() {
        HttpResponse<String> answer = sender.push(port, sender.signed(claims(ok -> {})));

        assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
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
