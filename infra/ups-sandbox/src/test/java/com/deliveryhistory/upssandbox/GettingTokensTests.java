package com.deliveryhistory.upssandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

@SandboxTest
class GettingTokensTests {

    private static final String TOKEN = "/security/v1/oauth/token";

    private Caller caller = new Caller(0);

    @BeforeEach
    void open(@LocalServerPort int port) {
        caller = new Caller(port);
    }

    @Test
    void an_answer_has_ups_fields_and_they_are_all_strings() {
        var tokens = caller.optIn("acme-ups");

        assertThat(tokens.propertyNames())
                .containsExactlyInAnyOrder(
                        "refresh_token_expires_in",
                        "refresh_token_status",
                        "token_type",
                        "issued_at",
                        "client_id",
                        "access_token",
                        "refresh_token",
                        "scope",
                        "refresh_token_issued_at",
                        "expires_in",
                        "refresh_count",
                        "status");
        assertThat(tokens.values()).allMatch(value -> value.isString());
        assertThat(tokens.path("access_token").asString()).startsWith("sbx-at-").hasSizeGreaterThan(50);
        assertThat(tokens.path("refresh_token").asString())
                .startsWith("sbx-rt-")
                .hasSizeGreaterThan(50);
        assertThat(tokens.path("expires_in").asString()).isEqualTo("3599");
        assertThat(tokens.path("refresh_token_expires_in").asString()).isEqualTo("5183999");
        assertThat(tokens.path("refresh_count").asString()).isEqualTo("0");
        assertThat(tokens.path("status").asString()).isEqualTo("approved");
        assertThat(tokens.path("issued_at").asString()).matches("\\d{13}");
    }

    @Test
    void authorize_refuses_with_code_and_message_in_body_and_headers() {
        assertThat(caller.get(Caller.authorization("client_id", "nobody")).error())
                .isEqualTo("401 10401 ClientId is Invalid");
        assertThat(caller.get(Caller.authorization("client_id", "")).error())
                .isEqualTo("401 10401 ClientId is Invalid");
        assertThat(caller.get(Caller.authorization("redirect_uri", Caller.REDIRECT_URI + "/"))
                        .error())
                .isEqualTo("400 10400 Invalid Redirect URL");
        assertThat(caller.get(Caller.authorization("redirect_uri", "")).error())
                .isEqualTo("400 10400 Invalid Redirect URL");
        assertThat(caller.get(Caller.authorization("response_type", "token")).error())
                .isEqualTo("400 10400 Invalid/Missing Authorization Header");
        assertThat(caller.get(Caller.authorization("code_challenge", "short")).error())
                .isEqualTo("400 10400 Invalid/Missing Authorization Header");
        var blocked = caller.get(
                Caller.authorization("client_id", "blocked-client", "redirect_uri", "http://localhost:8080/blocked"));
        assertThat(blocked.error()).isEqualTo("403 10403 Blocked Merchant");
        assertThat(blocked.header("errorcode")).isEqualTo("10403");
        assertThat(blocked.header("errordescription")).isEqualTo("Blocked Merchant");
    }

    @Test
    void the_log_in_page_checks_the_request_again() {
        String altered = caller.get(Caller.authorization()).header("location").replace("8080", "8081");

        assertThat(caller.get(altered).error()).isEqualTo("400 10400 Invalid Redirect URL");
    }

    @Test
    void a_code_works_once() {
        String code = caller.code("acme-ups");

        assertThat(caller.exchange(code).status()).isEqualTo(200);
        assertThat(caller.exchange(code).error()).isEqualTo("400 10400 Invalid Authorization Code");
    }

    @Test
    void a_code_is_bound_to_its_redirect_address_and_its_client() {
        var form = form(caller.code("acme-ups"));
        form.put("redirect_uri", "http://localhost:8080/odcs");
        assertThat(caller.post(TOKEN, form, Caller.basic()).error()).isEqualTo("400 10400 Invalid Redirect URL");

        assertThat(caller.post(TOKEN, form(caller.code("acme-ups")), Caller.basic("other-client", "other-secret"))
                        .error())
                .isEqualTo("400 10400 Invalid Authorization Code");
    }

    @Test
    void a_code_dies_with_the_password() {
        String code = caller.code("globex-ups");
        caller.changePassword("globex-ups", Caller.PASSWORD, "changed-password");

        assertThat(caller.exchange(code).error()).isEqualTo("400 10400 Invalid Authorization Code");
        caller.changePassword("globex-ups", "changed-password", Caller.PASSWORD);
    }

    @Test
    void wrong_clients_and_malformed_calls_are_told_apart() {
        var form = form("any");
        assertThat(caller.post(TOKEN, form, Caller.basic(Caller.CLIENT_ID, "wrong"))
                        .error())
                .isEqualTo("401 10401 ClientId is Invalid");
        assertThat(caller.post(TOKEN, form, Caller.basic("nobody", "wrong")).error())
                .isEqualTo("401 10401 ClientId is Invalid");
        assertThat(caller.post(TOKEN, form).error()).isEqualTo("400 10400 Invalid/Missing Authorization Header");
        assertThat(caller.post(TOKEN, form, "Authorization", "Basic %%%").error())
                .isEqualTo("400 10400 Invalid/Missing Authorization Header");
        assertThat(caller.post(TOKEN, form, Caller.basic("blocked-client", "blocked-secret"))
                        .error())
                .isEqualTo("403 10403 Blocked Merchant");
        form.put("grant_type", "refresh_token");
        assertThat(caller.post(TOKEN, form, Caller.basic()).error())
                .isEqualTo("400 10400 Invalid/Missing Authorization Header");
        assertThat(caller.post(TOKEN, form(""), Caller.basic()).error())
                .isEqualTo("400 10400 Invalid/Missing Authorization Header");
        assertThat(caller.post(TOKEN, form("unknown"), Caller.basic()).error())
                .isEqualTo("400 10400 Invalid Authorization Code");
    }

    @Test
    void a_public_client_proves_itself_by_the_code_verifier_alone() {
        assertThat(caller.post(TOKEN, pkceForm(pkceCode(), Caller.VERIFIER)).status())
                .isEqualTo(200);
    }

    @Test
    void a_code_with_a_challenge_needs_the_right_verifier() {
        assertThat(caller.post(TOKEN, pkceForm(pkceCode(), Caller.VERIFIER + "x"))
                        .error())
                .isEqualTo("400 10400 Invalid Authorization Code");
        assertThat(caller.exchange(pkceCode()).error()).isEqualTo("400 10400 Invalid Authorization Code");
    }

    @Test
    void a_verifier_without_a_challenge_is_refused() {
        assertThat(caller.post(TOKEN, pkceForm(caller.code("acme-ups"), Caller.VERIFIER))
                        .error())
                .isEqualTo("400 10400 Invalid Authorization Code");
    }

    @Test
    void a_secret_together_with_a_verifier_is_refused_before_the_code_is_used_up() {
        String code = pkceCode();

        assertThat(caller.post(TOKEN, pkceForm(code, Caller.VERIFIER), Caller.basic())
                        .error())
                .isEqualTo("400 10400 Invalid/Missing Authorization Header");
        assertThat(caller.post(TOKEN, pkceForm(code, Caller.VERIFIER)).status()).isEqualTo(200);
    }

    @Test
    void other_methods_and_content_types_get_the_envelope_too() {
        assertThat(caller.get(TOKEN).error()).isEqualTo("405 405 Method Not Allowed.");
        assertThat(caller.postJson(TOKEN, "{}").error()).isEqualTo("400 10007 Requested Content Type is not supported");
        assertThat(caller.get("/api/unknown").error()).isEqualTo("404 404 Resource not found");
    }

    private String pkceCode() {
        return caller.logIn(
                        "acme-ups",
                        Caller.PASSWORD,
                        Caller.authorization("code_challenge", Caller.CHALLENGE, "code_challenge_method", "plain"))
                .redirectParameter("code");
    }

    private static Map<String, String> form(String code) {
        return new HashMap<>(
                Map.of("grant_type", "authorization_code", "code", code, "redirect_uri", Caller.REDIRECT_URI));
    }

    private static Map<String, String> pkceForm(String code, String verifier) {
        Map<String, String> form = form(code);
        form.put("client_id", Caller.CLIENT_ID);
        form.put("code_verifier", verifier);
        return form;
    }

    @Test
    void grants_for_tests_come_without_a_log_in_and_are_as_good() {
        var answer = caller.postJson(
                "/sandbox/grants", "{\"client\":\"%s\",\"user\":\"acme-ups\",\"count\":3}".formatted(Caller.CLIENT_ID));

        assertThat(answer.json().values()).hasSize(3).allSatisfy(tokens -> {
            assertThat(tokens.propertyNames())
                    .containsAll(caller.optIn("acme-ups").propertyNames());
            String token = tokens.path("refresh_token").asString();
            assertThat(caller.refresh(token).status()).isEqualTo(200);
            assertThat(caller.refresh(token).status()).isEqualTo(400);
        });
        assertThat(caller.postJson("/sandbox/grants", "{\"client\":\"x\",\"user\":\"acme-ups\",\"count\":1}")
                        .status())
                .isEqualTo(404);
    }
}
