package com.deliveryhistory.upssandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

@SandboxTest
class RefreshingTests {

    private static final String INVALID = "400 10400 Invalid Refresh Token";

    private Caller caller = new Caller(0);

    @BeforeEach
    void open(@LocalServerPort int port) {
        caller = new Caller(port);
    }

    @Test
    void a_refresh_gives_a_new_pair_and_counts() {
        JsonNode first = caller.optIn("acme-ups");

        JsonNode second = caller.refresh(refreshToken(first)).json();

        assertThat(second.path("refresh_count").asString()).isEqualTo("1");
        assertThat(refreshToken(second)).startsWith("sbx-rt-").isNotEqualTo(refreshToken(first));
        assertThat(second.path("access_token").asString())
                .startsWith("sbx-at-")
                .isNotEqualTo(first.path("access_token").asString());
        assertThat(second.path("refresh_token_expires_in").asString()).isEqualTo("5183999");
        assertThat(caller.refresh(refreshToken(second))
                        .json()
                        .path("refresh_count")
                        .asString())
                .isEqualTo("2");
    }

    @Test
    void a_used_token_is_refused_and_the_grant_goes_on() {
        JsonNode first = caller.optIn("acme-ups");
        JsonNode second = caller.refresh(refreshToken(first)).json();

        assertThat(caller.refresh(refreshToken(first)).error()).isEqualTo(INVALID);
        assertThat(caller.refresh(refreshToken(second)).status()).isEqualTo(200);
    }

    @Test
    void unknown_tokens_and_tokens_of_others_are_refused_alike() {
        String mine = refreshToken(caller.optIn("acme-ups"));

        assertThat(caller.refresh("sbx-rt-").error()).isEqualTo(INVALID);
        assertThat(caller.refresh("anything").error()).isEqualTo(INVALID);
        assertThat(caller.refresh(mine.substring(0, mine.length() - 1) + "-").error())
                .isEqualTo(INVALID);
        var form = Map.of("grant_type", "refresh_token", "refresh_token", mine);
        assertThat(caller.post("/security/v1/oauth/refresh", form, Caller.basic("other-client", "other-secret"))
                        .error())
                .isEqualTo(INVALID);
        assertThat(caller.refresh(mine).status()).isEqualTo(200);
    }

    @Test
    void a_refresh_needs_the_client_and_the_grant_type() {
        String token = refreshToken(caller.optIn("acme-ups"));
        var form = Map.of("grant_type", "refresh_token", "refresh_token", token);
        String address = "/security/v1/oauth/refresh";

        assertThat(caller.post(address, form).error()).isEqualTo("400 10400 Invalid/Missing Authorization Header");
        assertThat(caller.post(address, form, Caller.basic(Caller.CLIENT_ID, "wrong"))
                        .error())
                .isEqualTo("401 10401 ClientId is Invalid");
        assertThat(caller.post(address, Map.of("refresh_token", token), Caller.basic())
                        .error())
                .isEqualTo("400 10400 Invalid/Missing Authorization Header");
        assertThat(caller.refresh(token).status()).isEqualTo(200);
    }

    @Test
    void of_many_refreshes_at_once_exactly_one_wins() throws Exception {
        for (int round = 0; round < 5; round++) {
            String token = refreshToken(caller.optIn("acme-ups"));
            Callable<Integer> refresh = () -> caller.refresh(token).status();
            List<Integer> statuses = new ArrayList<>();
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (Future<Integer> status : threads.invokeAll(List.of(refresh, refresh, refresh, refresh))) {
                    statuses.add(status.get());
                }
            }
            assertThat(statuses).containsExactlyInAnyOrder(200, 400, 400, 400);
        }
    }

    @Test
    void a_changed_password_ends_all_tokens_at_once_and_a_new_log_in_gives_new_ones() {
        JsonNode tokens = caller.optIn("globex-ups");
        assertThat(QuantumViews.read(caller, tokens).status()).isEqualTo(200);

        var changed = caller.changePassword("globex-ups", Caller.PASSWORD, "changed-password");

        assertThat(changed.header("location")).isEqualTo("/profile?changed");
        assertThat(caller.get("/profile?changed").body()).contains("Your password was changed");
        assertThat(caller.refresh(refreshToken(tokens)).error()).isEqualTo(INVALID);
        assertThat(QuantumViews.read(caller, tokens).error())
                .isEqualTo("401 250002 Invalid Authentication Information");
        String code = caller.logIn("globex-ups", "changed-password", Caller.authorization())
                .redirectParameter("code");
        JsonNode again = caller.exchange(code).json();
        assertThat(QuantumViews.read(caller, again).status()).isEqualTo(200);
        caller.changePassword("globex-ups", "changed-password", Caller.PASSWORD);
    }

    @Test
    void a_user_without_an_account_number_gets_tokens_that_open_nothing() {
        JsonNode tokens = caller.optIn("no-account");

        assertThat(QuantumViews.read(caller, tokens).error())
                .isEqualTo("401 250002 Invalid Authentication Information");
        assertThat(caller.refresh(refreshToken(tokens)).status()).isEqualTo(200);
    }

    @Test
    void data_calls_tell_missing_tokens_from_void_ones() {
        String address = "/api/track/v1/details/1ZA1B2C30312345672";

        assertThat(caller.get(address).error()).isEqualTo("401 UJ0001 Invalid token or token is not present");
        assertThat(caller.get(address, "Authorization", "Bearer nonsense").error())
                .isEqualTo("401 UJ0001 Invalid token or token is not present");
        assertThat(caller.get(address, "Authorization", "Bearer sbx-at-AAAAAAAAAAAAAAAAAAAAAAAAAA")
                        .error())
                .isEqualTo("401 250002 Invalid Authentication Information");
    }

    @Test
    void an_access_token_outlives_a_refresh() {
        JsonNode first = caller.optIn("acme-ups");
        caller.refresh(refreshToken(first));

        assertThat(QuantumViews.read(caller, first).status()).isEqualTo(200);
    }

    private static String refreshToken(JsonNode tokens) {
        return tokens.path("refresh_token").asString();
    }
}
