package com.deliveryhistory.optin;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

/** UPS as a transmitter of security events. */
final class SecurityEventSender {

    static final String ISSUER = "https://ups.test/ssf";
    static final String AUDIENCE = "https://optin.test";
    static final String MEDIA_TYPE = "application/secevent+jwt";
    static final String CREDENTIAL_CHANGE = "https://schemas.openid.net/secevent/caep/event-type/credential-change";
    static final JOSEObjectType TYPE = new JOSEObjectType("secevent+jwt");

    private final HttpClient http = HttpClient.newHttpClient();
    final ECKey key = key("set-key-1");

    String publicKeys() {
        return new JWKSet(key).toString();
    }

    /** What says that a user's password was changed now, before {@code change} has done something to it. */
    static JWTClaimsSet passwordChanged(String user, Consumer<JWTClaimsSet.Builder> change) {
        Date now = Date.from(Instant.now());
        var claims = new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience(AUDIENCE)
                .jwtID(UUID.randomUUID().toString())
                .issueTime(now)
                .claim("toe", now.toInstant().getEpochSecond())
                .claim("sub_id", Map.of("format", "opaque", "id", user))
                .claim(
                        "events",
                        Map.of(CREDENTIAL_CHANGE, Map.of("credential_type", "password", "change_type", "update")));
        change.accept(claims);
        return claims.build();
    }

    String signed(JWTClaimsSet claims) {
        return signed(claims, TYPE, key);
    }

    static String signed(JWTClaimsSet claims, JOSEObjectType type, ECKey with) {
        try {
            var token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.ES256)
                            .type(type)
                            .keyID(with.getKeyID())
                            .build(),
                    claims);
            token.sign(new ECDSASigner(with));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    HttpResponse<String> push(int port, String token) {
        return push(port, token, "Content-Type", MEDIA_TYPE);
    }

    HttpResponse<String> push(int port, String token, String... headers) {
        try {
            return http.send(
                    HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/ssf/events"))
                            .headers(headers)
                            .header("Accept", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(token))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static ECKey key(String id) {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
