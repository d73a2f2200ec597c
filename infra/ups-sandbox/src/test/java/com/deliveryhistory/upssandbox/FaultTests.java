package com.deliveryhistory.upssandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.deliveryhistory.testing.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

@SandboxTest
class FaultTests {

    private static final String REFRESH = "/security/v1/oauth/refresh";

    private Caller caller = new Caller(0);

    @BeforeEach
    void open(@LocalServerPort int port) {
        caller = new Caller(port);
    }

    @AfterEach
    void mend() {
        caller.delete("/sandbox/faults");
    }

    @Test
    void too_many_requests_as_often_as_asked_and_without_a_hint_when_to_come_back() {
        String token = refreshToken();
        fault("{'path':'/security/v1/oauth/refresh','kind':'TOO_MANY_REQUESTS','times':2}");

        var first = caller.refresh(token);

        assertThat(first.error()).isEqualTo("429 10429 Too Many Requests");
        assertThat(first.response().headers().map()).doesNotContainKey("retry-after");
        assertThat(caller.refresh(token).status()).isEqualTo(429);
        assertThat(caller.refresh(token).status()).isEqualTo(200);
    }

    @Test
    void server_errors_until_switched_off() {
        String token = refreshToken();
        fault("{'path':'/security','kind':'SERVER_ERROR','status':503}");

        assertThat(caller.refresh(token).error()).startsWith("503 10004 Something went wrong");
        assertThat(caller.get(Caller.authorization()).status()).isEqualTo(503);
        assertThat(caller.get("/sandbox/faults").body()).contains("SERVER_ERROR");
        caller.delete("/sandbox/faults");
        assertThat(caller.refresh(token).status()).isEqualTo(200);
    }

    @Test
    void a_fault_ends_by_itself_when_its_time_is_over(@Autowired TestClock clock) {
        String token = refreshToken();
        fault("{'path':'/security/v1/oauth/refresh','kind':'GARBAGE','garbage':'HTML','for':'PT2M'}");

        clock.advance(Duration.ofSeconds(90));
        assertThat(caller.refresh(token).body()).startsWith("<!DOCTYPE html>");
        clock.advance(Duration.ofSeconds(30));
        assertThat(caller.refresh(token).status()).isEqualTo(200);
        assertThat(caller.get("/sandbox/faults").body()).isEqualTo("[]");
    }

    @Test
    void a_slow_answer_is_late_and_right() {
        String token = refreshToken();
        fault("{'path':'/security/v1/oauth/refresh','kind':'SLOW','times':1,'delay':'PT0.7S'}");
        Instant start = Instant.now();

        assertThat(caller.refresh(token).status()).isEqualTo(200);
        assertThat(Duration.between(start, Instant.now())).isGreaterThan(Duration.ofMillis(700));
    }

    @Test
    void an_answer_is_lost_after_the_token_was_rotated() {
        String token = refreshToken();
        fault("{'path':'/security/v1/oauth/refresh','kind':'ANSWER_LOST','times':1}");

        assertThatExceptionOfType(Caller.NoAnswer.class).isThrownBy(() -> caller.refresh(token));
        assertThat(caller.refresh(token).error()).isEqualTo("400 10400 Invalid Refresh Token");
        List<JsonNode> calls = ledger(REFRESH);
        assertThat(calls.get(calls.size() - 2).path("fault").asString()).isEqualTo("ANSWER_LOST");
        assertThat(calls.get(calls.size() - 2).at("/issued/refresh_token").asString())
                .hasSize(16);
    }

    @Test
    void a_connection_can_also_end_before_anything_was_done() {
        String token = refreshToken();
        fault("{'path':'/security/v1/oauth/refresh','kind':'ANSWER_LOST','times':1,'afterWork':false}");

        assertThatExceptionOfType(Caller.NoAnswer.class).isThrownBy(() -> caller.refresh(token));
        assertThat(caller.refresh(token).status()).isEqualTo(200);
    }

    @Test
    void garbage_comes_in_every_kind() {
        String token = refreshToken();
        for (String kind : new String[] {"HTML", "CUT_SHORT", "WRONG_SHAPE", "NOISE", "EMPTY", "UNKNOWN_RECORD"}) {
            fault("{'path':'/security/v1/oauth/refresh','kind':'GARBAGE','times':1,'garbage':'" + kind + "'}");

            var answer = caller.refresh(token);

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).doesNotContain("sbx-");
            assertThat(answer.header("content-type"))
                    .startsWith(kind.equals("HTML") ? "text/html" : "application/json");
        }
        fault("{'path':'/security/v1/oauth/refresh','kind':'GARBAGE','times':2}");
        assertThat(caller.refresh(token).body())
                .isNotEqualTo(caller.refresh(token).body());
        assertThat(caller.refresh(token).status()).isEqualTo(200);
    }

    @Test
    void an_outage_of_the_log_in_redirects_to_the_error_page() {
        fault("{'path':'/security/v1/oauth/authorize','kind':'ERROR_PAGE','times':1}");

        var answer = caller.get(Caller.authorization());

        assertThat(answer.header("location")).isEqualTo("/error.page");
        assertThat(caller.get("/error.page").body()).contains("UPS.com is not available");
    }

    @Test
    void pages_can_fail_too() {
        fault("{'path':'/login','kind':'SERVER_ERROR','times':1}");

        assertThat(caller.get("/login").status()).isEqualTo(500);
        assertThat(caller.get("/login").status()).isEqualTo(200);
    }

    @Test
    void a_fault_that_makes_no_sense_is_refused() {
        assertThat(post("{'path':'no-slash','kind':'SLOW'}").status()).isEqualTo(400);
        assertThat(post("{'path':'/x'}").status()).isEqualTo(400);
        assertThat(post("{'path':'/x','kind':'SLOW','times':0}").status()).isEqualTo(400);
        assertThat(post("{'path':'/x','kind':'NO_SUCH_KIND'}").status()).isEqualTo(400);
        assertThat(caller.get("/sandbox/faults").body()).isEqualTo("[]");
    }

    @Test
    void the_ledger_tells_callers_apart_that_call_the_sandbox_by_different_names(@LocalServerPort int port) {
        caller.refresh(refreshToken());
        caller.post("http://127.0.0.1:" + port + REFRESH, Map.of("refresh_token", "x"), Caller.basic());

        assertThat(ledger(REFRESH).reversed().stream()
                        .limit(2)
                        .map(call -> call.path("host").asString()))
                .containsExactly("127.0.0.1", "localhost");
    }

    @Test
    void the_ledger_tells_who_called_what_with_which_tokens_but_no_token() {
        JsonNode tokens = caller.optIn("acme-ups");
        caller.refresh(tokens.path("refresh_token").asString());
        QuantumViews.read(caller, tokens);

        JsonNode refresh = ledger(REFRESH).getLast();
        assertThat(refresh.path("client").asString()).isEqualTo(Caller.CLIENT_ID);
        assertThat(refresh.path("user").asString()).isEqualTo("acme-ups");
        assertThat(refresh.path("account").asString()).isEqualTo("A1B2C3");
        assertThat(refresh.path("status").asInt()).isEqualTo(200);
        JsonNode token = ledger("/security/v1/oauth/token").getLast();
        assertThat(refresh.at("/presented/refresh_token").asString())
                .hasSize(16)
                .isEqualTo(token.at("/issued/refresh_token").asString());
        JsonNode read = ledger("/api/quantumview").getLast();
        assertThat(read.at("/presented/access_token").asString())
                .isEqualTo(token.at("/issued/access_token").asString());
        assertThat(caller.get("/sandbox/ledger").body()).doesNotContain("sbx-at-", "sbx-rt-");
        long last = read.path("sequence").asLong();
        assertThat(caller.get("/sandbox/ledger?after=" + last).body()).isEqualTo("[]");
    }

    private String refreshToken() {
        return caller.optIn("acme-ups").path("refresh_token").asString();
    }

    private List<JsonNode> ledger(String path) {
        return caller.get("/sandbox/ledger?path=" + path).json().values().stream()
                .toList();
    }

    private void fault(String fault) {
        var answer = post(fault);
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    }

    private Caller.Answer post(String fault) {
        return caller.postJson("/sandbox/faults", fault.replace('\'', '"'));
    }
}
