package com.deliveryhistory.upssandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A changed password is told to a receiver, if that is switched on. */
@SandboxTest
class SecurityEventTests {

    private static final String CREDENTIAL_CHANGE =
            "https://schemas.openid.net/secevent/caep/event-type/credential-change";
    private static final List<String> received = new CopyOnWriteArrayList<>();
    private static final AtomicInteger outages = new AtomicInteger();
    private static final HttpServer receiver = receiver();

    private Caller caller = new Caller(0);

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry registry) {
        String base = "sandbox.security-events.";
        registry.add(
                base + "receiver",
                () -> "http://localhost:" + receiver.getAddress().getPort() + "/ssf/events");
        registry.add(base + "first-pause", () -> "10ms");
        registry.add(base + "bearer-token", () -> "shown");
    }

    @BeforeEach
    void open(@LocalServerPort int port) {
        caller = new Caller(port);
        received.clear();
        turn(true);
    }

    @AfterAll
    static void stop() {
        receiver.stop(0);
    }

    @Test
    void a_changed_password_is_told_in_a_signed_token() throws Exception {
        Instant before = Instant.now();
        change();

        await().until(() -> received.size() == 1);
        SignedJWT token = SignedJWT.parse(received.getFirst());
        var key = JWKSet.parse(caller.get("/sandbox/ssf/jwks").body())
                .getKeyByKeyId(token.getHeader().getKeyID());
        assertThat(key.isPrivate()).isFalse();
        assertThat(token.verify(new ECDSAVerifier(key.toECKey()))).isTrue();
        assertThat(token.getHeader().getType().getType()).isEqualTo("secevent+jwt");
        assertThat(token.getJWTClaimsSet().getSubject()).isNull();
        assertThat(token.getJWTClaimsSet().getJWTID()).isNotBlank();
        assertThat(String.valueOf(token.getJWTClaimsSet().getClaim("sub_id"))).contains("acme-ups", "@");
        JsonNode events =
                JsonMapper.shared().readTree(token.getPayload().toString()).path("events");
        assertThat(events.propertyNames()).containsExactly(CREDENTIAL_CHANGE);
        JsonNode event = events.path(CREDENTIAL_CHANGE);
        assertThat(event.path("change_type").asString()).isEqualTo("update");
        assertThat(event.path("event_timestamp").asDouble()).isGreaterThanOrEqualTo(before.toEpochMilli() / 1_000.0);
    }

    @Test
    void a_receiver_that_is_away_is_told_later() {
        outages.set(2);

        change();

        await().until(() -> received.size() == 3);
        assertThat(received).as("the same token again").containsOnly(received.getFirst());
    }

    @Test
    void nobody_is_told_if_it_is_switched_off() {
        turn(false);

        change();
        turn(true);
        change();

        await().until(() -> !received.isEmpty());
        assertThat(received).hasSize(1);
    }

    private void turn(boolean on) {
        assertThat(caller.postJson("/sandbox/security-events", "{\"enabled\":" + on + "}")
                        .json()
                        .path("enabled")
                        .asBoolean())
                .isEqualTo(on);
    }

    /** There and back, in one change that counts: the second is told of only if the first was not. */
    private void change() {
        boolean wasOn =
                caller.get("/sandbox/security-events").json().path("enabled").asBoolean();
        assertThat(caller.changePassword("acme-ups", Caller.PASSWORD, "changed-password")
                        .status())
                .isEqualTo(302);
        turn(false);
        caller.changePassword("acme-ups", "changed-password", Caller.PASSWORD);
        turn(wasOn);
    }

    private static HttpServer receiver() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/ssf/events", exchange -> {
                String token = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.US_ASCII);
                boolean shown =
                        "Bearer shown".equals(exchange.getRequestHeaders().getFirst("Authorization"));
                received.add(token);
                exchange.sendResponseHeaders(!shown ? 400 : outages.getAndDecrement() > 0 ? 503 : 202, -1);
                exchange.close();
            });
            server.start();
            return server;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
