package com.deliveryhistory.optin;

import com.deliveryhistory.optin.StandIn.Answer;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** A company's identity provider, which says of people what a test has it say. */
final class IdentityProvider {

    private final StandIn server = new StandIn();
    private final RSAKey key = key("provider-key");
    private final RSAKey foreign = key("provider-key");
    private final Map<String, String> idTokens = new ConcurrentHashMap<>();

    IdentityProvider() {
        server.answer("/.well-known/openid-configuration", request -> Answer.ok("""
                        {"issuer":"%1$s","authorization_endpoint":"%1$s/authorize","token_endpoint":"%1$s/token",
                         "jwks_uri":"%1$s/jwks","end_session_endpoint":"%1$s/end-session?tenant=1","subject_types_supported":["public"],"response_types_supported":["code"],
                         "id_token_signing_alg_values_supported":["RS256"]}""".formatted(issuer())));
        server.answer("/jwks", request -> Answer.ok(new JWKSet(key.toPublicJWK()).toString()));
        server.answer("/token", request -> {
            String idToken = idTokens.remove(request.form().getOrDefault("code", ""));
            return idToken == null || request.form().get("code_verifier") == null
                    ? Answer.of(400, "{\"error\":\"invalid_grant\"}")
                    : Answer.ok("""
                            {"access_token":"at","token_type":"Bearer","expires_in":60,"scope":"openid email","id_token":"%s"}""".formatted(idToken));
        });
    }

    /** How often anything was asked of it. */
    int asked() {
        return server.requests("/").size();
    }

    String issuer() {
        return server.address();
    }

    /**
     * A code that is good for an ID token.
     *
     * @param change of the claims that would be right
     */
    String code(String subject, String email, String nonce, UnaryOperator<JWTClaimsSet.Builder> change) {
        return code(key, subject, email, nonce, change);
    }

    /** A code that is good for an ID token that somebody else signed. */
    String forgedCode(String subject, String email, String nonce) {
        return code(foreign, subject, email, nonce, UnaryOperator.identity());
    }

    /** A code that is good for an ID token that is not signed. */
    String unsignedCode(String subject, String email, String nonce) {
        return code(new PlainJWT(claims(subject, email, nonce).build()).serialize());
    }

    /** A code that is good for an ID token whose signature is a MAC, made with the public key that everybody knows. */
    String publiclySignedCode(String subject, String email, String nonce) throws JOSEException {
        return code(JWSAlgorithm.HS256, new MACSigner(key.toRSAPublicKey().getEncoded()), subject, email, nonce);
    }

    /** A code that is good for an ID token that the provider's key has signed by an algorithm. */
    String code(JWSAlgorithm algorithm, String subject, String email, String nonce) throws JOSEException {
        return code(algorithm, new RSASSASigner(key), subject, email, nonce);
    }

    private String code(JWSAlgorithm algorithm, JWSSigner signer, String subject, String email, String nonce)
            throws JOSEException {
        var token = new SignedJWT(
                new JWSHeader.Builder(algorithm).keyID(key.getKeyID()).build(),
                claims(subject, email, nonce).build());
        token.sign(signer);
        return code(token.serialize());
    }

    private JWTClaimsSet.Builder claims(String subject, String email, String nonce) {
        Instant now = Instant.now();
        return new JWTClaimsSet.Builder()
                .issuer(issuer())
                .subject(subject)
                .audience("optin-web")
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(60)))
                .claim("nonce", nonce)
                .claim("email", email)
                .claim("email_verified", true);
    }

    private String code(
            RSAKey signer, String subject, String email, String nonce, UnaryOperator<JWTClaimsSet.Builder> change) {
        var token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .keyID(signer.getKeyID())
                        .build(),
                change.apply(claims(subject, email, nonce)).build());
        try {
            token.sign(new RSASSASigner(signer));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return code(token.serialize());
    }

    private String code(String idToken) {
        String code = "code-" + idTokens.size() + "-" + Instant.now().toEpochMilli();
        idTokens.put(code, idToken);
        return code;
    }

    private static RSAKey key(String id) {
        try {
            return new RSAKeyGenerator(2048).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
