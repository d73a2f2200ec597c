package com.deliveryhistory.odcs;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VisitTests {

    private static final String TOKENS = "/v1/grants/acme/odcs/access-token";
    private static final String EVENTS = "/api/quantumview/v3/events";
    private static final String ENDED = "{\"status\":409,\"state\":\"INVALIDATED\",\"reason\":\"PASSWORD_CHANGED\"}";

    /** Answers of both, token-manager and UPS, by path. */
    private final Map<String, Deque<Reply>> replies = Map.of(TOKENS, new ArrayDeque<>(), EVENTS, new ArrayDeque<>());

    private final List<Call> calls = new ArrayList<>();
    private HttpServer server;
    private ECKey key;
    private Visit visit;

    private record Reply(int status, String body, Map<String, String> headers) {}

    private record Call(String path, String authorization, String body) {}

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        key = new ECKeyGenerator(Curve.P_256).keyID("1").generate();
        var address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        var http = HttpClient.newHttpClient();
        visit = new Visit(
                new TokenManager(http, address, new ServiceIdentity("odcs", key)), new QuantumView(http, address));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void a_token_is_taken_and_shown_to_ups() throws Exception {
        token("first", 7);
        reply(EVENTS, 200, "{\"QuantumViewResponse\":[{\"TrackingNumber\":\"1Z1\"},{\"TrackingNumber\":\"1Z2\"}]}");

        assertThat(visit.of("acme")).isEqualTo(new Visit.Outcome.Records(2));
        assertThat(calls).extracting(Call::path).containsExactly(TOKENS, EVENTS);
        assertThat(calls.getLast().authorization()).isEqualTo("Bearer first");
    }

    @Test
    void token_manager_learns_who_calls_from_a_jwt_that_is_good_for_a_minute() throws Exception {
        reply(TOKENS, 409, ENDED);

        visit.of("acme");

        SignedJWT jwt = SignedJWT.parse(calls.getFirst().authorization().substring("Bearer ".length()));
        assertThat(jwt.verify(new ECDSAVerifier(key))).isTrue();
        var claims = jwt.getJWTClaimsSet();
        assertThat(claims.getIssuer()).isEqualTo("odcs").isEqualTo(claims.getSubject());
        assertThat(claims.getAudience()).containsExactly("token-manager");
        assertThat(Duration.between(
                        claims.getIssueTime().toInstant(),
                        claims.getExpirationTime().toInstant()))
                .isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void a_token_that_ups_refuses_is_replaced_by_a_newer_one_once() throws Exception {
        token("first", 7);
        reply(EVENTS, 401, "{}");
        token("second", 8);
        reply(EVENTS, 200, "{}");

        assertThat(visit.of("acme")).isEqualTo(new Visit.Outcome.Records(0));
        assertThat(calls.get(2).body()).isEqualTo("{\"refusedGeneration\":7}");
        assertThat(calls.getLast().authorization()).isEqualTo("Bearer second");
    }

    @Test
    void a_new_token_that_ups_refuses_too_is_no_reason_for_a_third() throws Exception {
        token("first", 7);
        reply(EVENTS, 401, "{}");
        token("second", 8);
        reply(EVENTS, 401, "{}");

        assertThat(visit.of("acme")).isInstanceOf(Visit.Outcome.Later.class);
        assertThat(calls).hasSize(4);
    }

    @Test
    void an_opt_in_that_has_ended_brings_no_call_to_ups() throws Exception {
        reply(TOKENS, 409, ENDED);

        assertThat(visit.of("acme")).isEqualTo(new Visit.Outcome.Ended("INVALIDATED", "PASSWORD_CHANGED"));
        assertThat(calls).extracting(Call::path).containsExactly(TOKENS);
    }

    @Test
    void an_opt_in_whose_end_shows_when_ups_refuses_the_token_has_ended() throws Exception {
        token("first", 7);
        reply(EVENTS, 401, "{}");
        reply(TOKENS, 409, ENDED);

        assertThat(visit.of("acme")).isEqualTo(new Visit.Outcome.Ended("INVALIDATED", "PASSWORD_CHANGED"));
    }

    @Test
    void token_manager_says_how_long_to_wait() throws Exception {
        replies(TOKENS).add(new Reply(503, "{}", Map.of("Retry-After", "5")));

        assertThat(visit.of("acme"))
                .isInstanceOfSatisfying(
                        Visit.Outcome.Later.class,
                        later -> assertThat(later.after()).isEqualTo(Duration.ofSeconds(5)));
    }

    @Test
    void whoever_does_not_answer_for_good_is_asked_again_later() throws Exception {
        token("first", 7);
        reply(EVENTS, 429, "{}");
        assertThat(visit.of("acme")).isInstanceOf(Visit.Outcome.Later.class);

        token("first", 7);
        reply(EVENTS, 200, "<html>");
        assertThat(visit.of("acme")).isInstanceOf(Visit.Outcome.Later.class);

        reply(TOKENS, 200, "<html>");
        assertThat(visit.of("acme")).isInstanceOf(Visit.Outcome.Later.class);

        server.stop(0);
        assertThat(visit.of("acme")).isInstanceOf(Visit.Outcome.Later.class);
    }

    private void token(String value, long generation) {
        reply(
                TOKENS,
                200,
                "{\"accessToken\":\"%s\",\"tokenType\":\"Bearer\",\"generation\":%d}".formatted(value, generation));
    }

    private void reply(String path, int status, String body) {
        replies(path).add(new Reply(status, body, Map.of()));
    }

    private Deque<Reply> replies(String path) {
        return Objects.requireNonNull(replies.get(path), path);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            calls.add(new Call(path, exchange.getRequestHeaders().getFirst("Authorization"), body));
            Reply reply = replies(path).remove();
            reply.headers().forEach(exchange.getResponseHeaders()::set);
            byte[] answer = reply.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(reply.status(), answer.length);
            exchange.getResponseBody().write(answer);
        }
    }
}
