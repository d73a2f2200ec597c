package com.deliveryhistory.upssandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.testing.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** What UPS leaves open, chosen the other way. */
@SandboxTest
@TestPropertySource(
        properties = {
            "sandbox.oauth.access-token-life=14399s",
            "sandbox.oauth.refresh-token-life=1h",
            "sandbox.oauth.sliding-refresh-tokens=false",
            "sandbox.oauth.code-life=30s",
            "sandbox.oauth.password-change-ends-access-tokens=false",
            "sandbox.oauth.earlier-access-tokens-survive=false",
            "sandbox.oauth.reuse-ends-grant=true",
            "sandbox.oauth.refresh-at-token-address=true",
            "sandbox.oauth.strict-client-authentication=false",
            "sandbox.oauth.full-answers=false",
            "sandbox.oauth.cancel-redirects=true",
            "sandbox.quantum-view.error-shape=IN_ANSWER",
            "sandbox.quantum-view.page-size=10KB",
            "sandbox.tracking.unknown-is-not-found=true",
            "sandbox.tracking.untidy=false",
            "sandbox.feed.live-interval=0s",
            "sandbox.feed.later-interval=0s",
            "sandbox.feed.accounts.A1B2C3=2000",
            "sandbox.ledger.size=20",
            "sandbox.ledger.trim-every=10"
        })
class OtherChoicesTests {

    private static final String TOKEN = "/security/v1/oauth/token";

    private final TestClock clock;
    private Caller caller = new Caller(0);

    OtherChoicesTests(@Autowired TestClock clock) {
        this.clock = clock;
    }

    @BeforeEach
    void open(@LocalServerPort int port) {
        caller = new Caller(port);
    }

    @Test
    void answers_without_scope_and_count() {
        assertThat(caller.optIn("acme-ups").propertyNames()).hasSize(10).doesNotContain("scope", "refresh_count");
    }

    @Test
    void access_tokens_expire_and_so_do_refresh_tokens() {
        JsonNode tokens = caller.optIn("acme-ups");
        assertThat(tokens.path("expires_in").asString()).isEqualTo("14399");
        assertThat(QuantumViews.read(caller, tokens).status()).isEqualTo(200);

        clock.advance(Duration.ofHours(4));

        assertThat(QuantumViews.read(caller, tokens).error()).isEqualTo("401 251004 Bearer Token expired (oauth)");
        assertThat(caller.refresh(tokens.path("refresh_token").asString()).error())
                .isEqualTo("400 10400 Invalid Refresh Token");
    }

    @Test
    void codes_expire() {
        String code = caller.code("acme-ups");

        clock.advance(Duration.ofSeconds(31));

        assertThat(caller.exchange(code).error()).isEqualTo("400 10400 Invalid Authorization Code");
    }

    @Test
    void access_tokens_can_outlive_the_password_but_not_a_refresh() {
        JsonNode tokens = caller.optIn("globex-ups");
        caller.changePassword("globex-ups", Caller.PASSWORD, "changed-password");
        assertThat(QuantumViews.read(caller, tokens).status()).isEqualTo(200);
        assertThat(caller.refresh(tokens.path("refresh_token").asString()).status())
                .isEqualTo(400);
        caller.changePassword("globex-ups", "changed-password", Caller.PASSWORD);

        JsonNode first = caller.optIn("globex-ups");
        caller.refresh(first.path("refresh_token").asString());
        assertThat(QuantumViews.read(caller, first).error()).isEqualTo("401 250002 Invalid Authentication Information");
    }

    @Test
    void reuse_of_a_refresh_token_can_end_the_grant_and_refresh_tokens_need_not_slide() {
        String first = caller.optIn("acme-ups").path("refresh_token").asString();
        var form = Map.of("grant_type", "refresh_token", "refresh_token", first);
        JsonNode second = caller.post(TOKEN, form, Caller.basic()).json();
        assertThat(Integer.parseInt(second.path("refresh_token_expires_in").asString()))
                .isLessThanOrEqualTo(3600);

        assertThat(caller.refresh(first).status()).isEqualTo(400);

        assertThat(caller.refresh(second.path("refresh_token").asString()).status())
                .isEqualTo(400);
    }

    @Test
    void a_secret_and_a_verifier_can_go_together() {
        String code = caller.logIn(
                        "acme-ups", Caller.PASSWORD, Caller.authorization("code_challenge", Caller.CHALLENGE))
                .redirectParameter("code");
        var form = Map.of(
                "grant_type",
                "authorization_code",
                "code",
                code,
                "redirect_uri",
                Caller.REDIRECT_URI,
                "code_verifier",
                Caller.VERIFIER);

        assertThat(caller.post(TOKEN, form, Caller.basic()).status()).isEqualTo(200);
    }

    @Test
    void cancelling_can_lead_back_to_the_application() {
        var answer =
                caller.get(caller.get(Caller.authorization()).header("location").replace("/login", "/login/cancel"));

        assertThat(answer.header("location")).startsWith(Caller.REDIRECT_URI);
        assertThat(answer.redirectParameter("error")).isEqualTo("access_denied");
        assertThat(answer.redirectParameter("state")).isEqualTo("a+b=&{x}");
    }

    @Test
    void quantum_view_errors_can_come_inside_a_successful_answer() {
        JsonNode tokens = caller.optIn("acme-ups");

        var answer = QuantumViews.ask(caller, tokens, QuantumViews.request(QuantumViews.subscription("Other"), null));

        assertThat(answer.status()).isEqualTo(200);
        JsonNode response = answer.json().at("/QuantumViewResponse/Response");
        assertThat(response.path("ResponseStatusCode").asString()).isEqualTo("0");
        assertThat(response.at("/Error/0/ErrorCode").asString()).isEqualTo("SBXQV02");
        assertThat(response.at("/TransactionReference/CustomerContext").asString())
                .isEqualTo("a test");
    }

    @Test
    void pages_can_be_smaller_and_large_files_are_split() {
        JsonNode tokens = caller.optIn("acme-ups");
        Instant end = clock.instant();
        Instant begin = end.minus(Duration.ofHours(3));

        var pages = QuantumViews.pages(caller, tokens, QuantumViews.range(begin, end));

        assertThat(pages).hasSizeGreaterThan(5);
        assertThat(QuantumViews.lines(pages))
                .hasSizeGreaterThan(700)
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(QuantumViews.wholeFeed(caller, "A1B2C3", begin, end));
        assertThat(pages.stream().flatMap(page -> QuantumViews.files(page).stream()))
                .anyMatch(file -> file.path("FileName").asString().endsWith("002"));
    }

    @Test
    void an_unknown_number_can_be_not_found() {
        JsonNode tokens = caller.optIn("acme-ups");

        assertThat(caller.get("/api/track/v1/details/1ZA1B2C30399999999", Caller.bearer(tokens))
                        .error())
                .isEqualTo("404 TW0001 Tracking Information Not Found");
    }

    @Test
    void the_ledger_keeps_the_newest_calls() {
        for (int i = 0; i < 40; i++) {
            caller.get("/api/unknown");
        }

        assertThat(caller.get("/sandbox/ledger").json().size()).isBetween(20, 30);
    }
}
