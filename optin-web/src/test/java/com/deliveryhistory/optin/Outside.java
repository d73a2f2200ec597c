package com.deliveryhistory.optin;

import com.deliveryhistory.events.sealing.TokenOpener;
import com.deliveryhistory.optin.StandIn.Answer;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.gen.OctetKeyPairGenerator;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

/** What optin-web talks to over HTTP: UPS, token-manager, history-worker. */
final class Outside {

    static final String TOKEN = "/security/v1/oauth/token";

    final StandIn ups = new StandIn();
    final StandIn tokenManager = new StandIn();
    final StandIn historyWorker = new StandIn();
    final IdentityProvider identityProvider = new IdentityProvider();
    final SecurityEventSender securityEvents = new SecurityEventSender();
    private final OctetKeyPair sealingKey = key();
    private final AtomicInteger tokens = new AtomicInteger();

    Outside() {
        allIsWell();
    }

    void allIsWell() {
        ups.answer(TOKEN, request -> Answer.ok(tokenAnswer()));
        tokenManager.answer(
                "/v1/sealing-keys",
                request -> Answer.ok(new JWKSet(sealingKey).toPublicJWKSet().toString()));
        ups.answer("/ssf/jwks", request -> Answer.ok(securityEvents.publicKeys()));
        historyWorker.answer("/v1/companies/", request -> Answer.of(404, "{}"));
    }

    TokenOpener opener() {
        return new TokenOpener(new JWKSet(sealingKey));
    }

    /** As UPS answers: all numbers are strings, issue times in milliseconds. */
    String tokenAnswer() {
        return tokenAnswer(Instant.now());
    }

    /** The same by another clock than ours. */
    String tokenAnswer(Instant issuedAt) {
        int number = tokens.incrementAndGet();
        return """
                {"token_type":"Bearer","access_token":"sbx-at-%1$d","expires_in":"3599","issued_at":"%2$d",
                 "status":"approved","refresh_token":"sbx-rt-%1$d","refresh_token_expires_in":"5183999",
                 "refresh_token_issued_at":"%2$d","refresh_token_status":"approved","refresh_count":"0","scope":"",
                 "client_id":"sbx-client-idh"}
                """.formatted(number, issuedAt.toEpochMilli());
    }

    static String upsError(String code, String message) {
        return "{\"response\":{\"errors\":[{\"code\":\"%s\",\"message\":\"%s\"}]}}".formatted(code, message);
    }

    private static OctetKeyPair key() {
        try {
            return new OctetKeyPairGenerator(Curve.X25519).keyID("key-1").generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
