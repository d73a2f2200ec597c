package com.deliveryhistory.optin.authorization;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.events.sealing.TokenPair;
import com.deliveryhistory.events.sealing.TokenSealer;
import com.deliveryhistory.services.calls.ServiceClients;
import com.deliveryhistory.testing.Patience;
import com.deliveryhistory.testing.TestMongo;
import com.deliveryhistory.testing.WithMongo;
import com.mongodb.client.MongoDatabase;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.OctetKeyPairGenerator;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.web.client.RestClient;

/** Each {@code keys(…)} is another start of the service, at that time. */
@WithMongo
@ExtendWith(OutputCaptureExtension.class)
class SealingKeysTests {

    private static final Instant START = Instant.parse("2026-07-14T10:00:00Z");

    private final MongoDatabase database;
    private final HttpServer tokenManager;
    private final AtomicInteger asked = new AtomicInteger();
    private volatile String told = "";

    SealingKeysTests(TestMongo mongo) throws IOException {
        database = mongo.client().getDatabase(mongo.database());
        tokenManager = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        tokenManager.createContext("/v1/sealing-keys", exchange -> {
            asked.incrementAndGet();
            byte[] body = told.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(body.length == 0 ? 503 : 200, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        tokenManager.start();
    }

    @BeforeEach
    void empty() {
        database.getCollection("sealingKeys").drop();
    }

    @AfterEach
    void stop() {
        tokenManager.stop(0);
    }

    @Test
    void tokens_are_sealed_to_the_first_key_and_a_new_one_is_picked_up_in_time() throws Exception {
        tell("old");
        assertThat(usedBy(keys(START))).contains("old");
        tell("next", "old");
        assertThat(usedBy(keys(START.plus(Duration.ofMinutes(4))))).contains("old");
        assertThat(usedBy(keys(START.plus(Duration.ofMinutes(6))))).contains("next");
        tell("next");
        assertThat(usedBy(keys(START.plus(Duration.ofMinutes(12))))).contains("next");
        assertThat(asked).hasValue(3);
    }

    @Test
    void the_last_set_outlives_restarts_of_both_however_old_it_gets_which_the_log_says(CapturedOutput log)
            throws Exception {
        tell("old");
        assertThat(usedBy(keys(START))).contains("old");
        told = "";
        assertThat(usedBy(keys(START.plus(Duration.ofHours(1))))).contains("old");
        told = "neither keys nor JSON";
        assertThat(usedBy(keys(START.plus(Duration.ofHours(2))))).contains("old");
        assertThat(log).doesNotContain("not since");
        assertThat(usedBy(keys(START.plus(Duration.ofDays(30))))).contains("old");
        assertThat(log).contains("Tokens are sealed to a key that token-manager told of at " + START);
    }

    @Test
    void while_token_manager_is_away_not_everybody_waits_for_it() throws Exception {
        tell("old");
        assertThat(usedBy(keys(START))).contains("old");
        told = "";
        SealingKeys keys = keys(START.plus(Duration.ofHours(1)));
        for (int i = 0; i < 5; i++) {
            assertThat(usedBy(keys)).contains("old");
        }
        assertThat(asked).hasValue(2);
    }

    @Test
    void without_any_key_nothing_is_sealed() throws Exception {
        assertThat(usedBy(keys(START))).isEmpty();
        told = "{\"keys\":[]}";
        assertThat(usedBy(keys(START))).isEmpty();
        tell("first");
        assertThat(usedBy(keys(START))).contains("first");
    }

    private SealingKeys keys(Instant now) {
        return new SealingKeys(
                database,
                new SealingSettings(
                        URI.create(
                                "http://localhost:" + tokenManager.getAddress().getPort()),
                        Duration.ofMinutes(5),
                        Duration.ofDays(1),
                        Patience.LIMIT,
                        Patience.LIMIT),
                new ServiceClients(RestClient.builder(), null),
                Clock.fixed(now, ZoneOffset.UTC));
    }

    private static Optional<String> usedBy(SealingKeys keys) throws Exception {
        Optional<TokenSealer> sealer = keys.sealer();
        return sealer.isEmpty()
                ? Optional.empty()
                : Optional.of(JWEObject.parse(sealer.get()
                                .seal(new TokenPair("at", "rt"), "event", GrantId.parse("acme/odcs"))
                                .jwe())
                        .getHeader()
                        .getKeyID());
    }

    private void tell(String... kids) {
        told = new JWKSet(List.of(kids).stream().map(SealingKeysTests::key).toList())
                .toPublicJWKSet()
                .toString();
    }

    private static JWK key(String kid) {
        try {
            return new OctetKeyPairGenerator(Curve.X25519).keyID(kid).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
