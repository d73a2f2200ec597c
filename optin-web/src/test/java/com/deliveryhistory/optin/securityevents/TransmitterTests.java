package com.deliveryhistory.optin.securityevents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.deliveryhistory.optin.securityevents.Refused.Err;
import com.deliveryhistory.optin.securityevents.SecurityEventSettings.Source;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of tokens with a key that is not known, by whether the transmitter's keys can be fetched. */
class TransmitterTests {

    private final ECKey known = key("known");
    private final ECKey other = key("other");
    private HttpServer server;
    private Transmitter transmitter;
    private volatile List<ECKey> published = List.of(known);
    private volatile boolean away;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/jwks", exchange -> {
            byte[] keys = new JWKSet(List.copyOf(published)).toString().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(away ? 503 : 200, away ? -1 : keys.length);
            if (!away) {
                exchange.getResponseBody().write(keys);
            }
            exchange.close();
        });
        server.createContext("/moved", exchange -> {
            exchange.getResponseHeaders().set("Location", "/jwks");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        server.start();
        transmitter = withKeysAt("/jwks");
    }

    private Transmitter withKeysAt(String path) {
        URI keys =
                URI.create("http://localhost:%d%s".formatted(server.getAddress().getPort(), path));
        return new Transmitter(
                "ups", new Source("https://ups.test", "https://optin.test", keys, null, Set.of("ES256"), null));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void a_key_that_the_transmitter_does_not_publish_is_refused() {
        assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> transmitter.claims(signedBy(other)))
                .satisfies(refused -> assertThat(refused.err()).isEqualTo(Err.INVALID_KEY));
    }

    @Test
    void a_key_that_was_published_since_is_found() throws Refused {
        transmitter.claims(signedBy(known));
        published = List.of(known, other);

        assertThat(transmitter.claims(signedBy(other)).getJWTID()).isEqualTo("by-other");
    }

    @Test
    void no_key_can_be_told_while_none_was_ever_fetched() {
        away = true;

        assertThatExceptionOfType(Transmitter.KeysAway.class).isThrownBy(() -> transmitter.claims(signedBy(known)));
    }

    @Test
    void a_redirect_to_keys_is_not_followed() {
        Transmitter moved = withKeysAt("/moved");

        assertThatExceptionOfType(Transmitter.KeysAway.class).isThrownBy(() -> moved.claims(signedBy(known)));
    }

    @Test
    void keys_that_were_fetched_before_outlast_an_outage() throws Refused {
        transmitter.claims(signedBy(known));
        away = true;

        assertThat(transmitter.claims(signedBy(known)).getJWTID()).isEqualTo("by-known");
    }

    @Test
    void a_key_that_may_be_a_new_one_is_not_refused_during_an_outage() throws Refused {
        transmitter.claims(signedBy(known));
        away = true;

        assertThatExceptionOfType(Transmitter.KeysAway.class).isThrownBy(() -> transmitter.claims(signedBy(other)));
    }

    @Test
    void many_unknown_keys_neither_have_the_transmitter_asked_each_time_nor_look_like_an_outage() {
        assertThatExceptionOfType(Refused.class).isThrownBy(() -> transmitter.claims(signedBy(other)));

        assertThatExceptionOfType(Transmitter.KeysAskedForTooOften.class)
                .isThrownBy(() -> transmitter.claims(signedBy(other)));
    }

    private static SignedJWT signedBy(ECKey key) {
        try {
            var token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.ES256)
                            .type(Transmitter.TYPE)
                            .keyID(key.getKeyID())
                            .build(),
                    new JWTClaimsSet.Builder().jwtID("by-" + key.getKeyID()).build());
            token.sign(new ECDSASigner(key));
            return token;
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ECKey key(String id) {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
