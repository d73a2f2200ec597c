package com.deliveryhistory.testing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * How services know each other: key files, {@code NAME.jwk} (private) and {@code NAME.jwks} (public), and the tokens that
 * they sign.
 */
public final class TestIdentities {

    private TestIdentities() {}

    /** Writes the two files of each service into a folder and returns the private keys by name. */
    public static Map<String, ECKey> create(Path folder, String... services) {
        var keys = new LinkedHashMap<String, ECKey>();
        try {
            Files.createDirectories(folder);
            for (String service : services) {
                var key = new ECKeyGenerator(Curve.P_256)
                        .keyUse(KeyUse.SIGNATURE)
                        .algorithm(JWSAlgorithm.ES256)
                        .keyIDFromThumbprint(true)
                        .generate();
                Files.writeString(folder.resolve(service + ".jwk"), key.toJSONString());
                Files.writeString(folder.resolve(service + ".jwks"), new JWKSet(key).toString(true));
                keys.put(service, key);
            }
            return keys;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A token with which a service calls another one, as RFC 7523 has it, for a minute. */
    public static String token(String caller, ECKey key, String audience, Map<String, String> claims) {
        Instant now = Instant.now();
        var content = new JWTClaimsSet.Builder()
                .issuer(caller)
                .subject(caller)
                .audience(audience)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(60)))
                .jwtID(UUID.randomUUID().toString());
        claims.forEach(content::claim);
        var token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build(), content.build());
        try {
            token.sign(new ECDSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return token.serialize();
    }
}
