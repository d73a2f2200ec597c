package com.deliveryhistory.optin;

import static com.deliveryhistory.optin.SecurityEventSender.passwordChanged;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.deliveryhistory.events.EndReason;
import com.deliveryhistory.events.GrantState;
import com.deliveryhistory.testing.Patience;
import com.deliveryhistory.testing.TopicRecord;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
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

    @ParameterizedTest
    @NullSource
    @ValueSource(doubles = {-1, 0, 1.5, 946_684_799})
    void an_event_of_an_unknown_time_ends_no_opt_in_of_the_hour_before_its_token_was_signed(@Nullable Double toe) {
        named(upsUser);
        Instant signedAt = Instant.now().truncatedTo(java.time.temporal.ChronoUnit.SECONDS);

        sender.push(
                port,
                sender.signed(passwordChanged(
                        upsUser,
                        claims ->
                                claims.issueTime(java.util.Date.from(signedAt)).claim("toe", toe))));

        JsonNode event = JsonMapper.shared()
                .readTree(String.valueOf(optInEvents().getLast().value()));
        assertThat(Instant.parse(event.path("passwordChangedAt").asString())).isEqualTo(signedAt.minusSeconds(3_600));
    }

    @Test
    void an_event_that_ends_no_opt_in_as_it_is_older_is_not_said_to_end_it() {
        Browser browser = named(upsUser);
        tokenManagerSays(GrantState.ACTIVE, null, Instant.now().truncatedTo(java.time.temporal.ChronoUnit.MILLIS));
        await().until(() -> browser.get("/company").has("[data-grant-state=ACTIVE]"));

        sender.push(port, sender.signed(passwordChanged(upsUser, claims -> claims.claim("toe", null))));
        sender.push(
                port,
                sender.signed(passwordChanged(
                        upsUser,
                        claims -> claims.claim(
                                "toe", Instant.now().minusSeconds(600).getEpochSecond()))));

        assertThat(optInEvents()).hasSize(2);
        assertThat(browser.get("/activity").find("tbody").text())
                .contains("reported a risk", "named for an earlier opt-in")
                .doesNotContain("which ends the opt-in");
    }

    @Test
    void an_event_counts_even_if_ups_is_as_far_ahead_in_time_as_it_may_be_at_an_opt_in() {
        named(upsUser);
        Instant ahead = Instant.now().plusSeconds(9 * 60);

        HttpResponse<String> answer = sender.push(
                port,
                sender.signed(passwordChanged(
                        upsUser,
                        claims -> claims.issueTime(java.util.Date.from(ahead)).claim("toe", ahead.getEpochSecond()))));

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(optInEvents()).hasSize(1);
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
            assertThat(answer.get(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS).statusCode())
                    .isEqualTo(202);
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

    @Test
    void what_was_reported_is_told_in_words_in_every_language() {
        Browser browser = named(upsUser);
        List<String> reported = List.of(
                "caep/event-type/credential-change",
                "risc/event-type/account-disabled",
                "risc/event-type/account-purged",
                "oauth/event-type/tokens-revoked",
                "oauth/event-type/token-revoked",
                "risc/event-type/credential-compromise",
                "risc/event-type/account-credential-change-required");
        Map<String, Object> details = Map.of("credential_type", "password", "change_type", "update");
        reported.forEach(type -> sender.push(
                port,
                sender.signed(passwordChanged(
                        upsUser, claims -> claims.claim("events", Map.of(EVENTS + type, details))))));

        Map.of(
                        "en", "opted in (the password was changed), which ends",
                        "de", "erteilt hat (das Passwort wurde geändert). Damit",
                        "es", "Opt-In (se cambió la contraseña), con lo")
                .forEach((language, words) -> {
                    List<String> told = browser
                            .get("/activity", "Accept-Language", language)
                            .document()
                            .select("#activities tbody tr")
                            .eachText()
                            .stream()
                            .filter(row -> row.contains("("))
                            .toList();
                    assertThat(told).hasSize(reported.size()).anyMatch(row -> row.contains(words));
                    assertThat(told).noneMatch(row -> row.matches(".*\\([a-z]+(-[a-z]+)+\\).*"));
                });
    }

    @Test
    void the_route_makes_no_session() {
        HttpResponse<String> answer = sender.push(port, sender.signed(passwordChanged(upsUser, claims -> {})));

        assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
    }
}
