package com.deliveryhistory.odcs;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Instant;
import java.util.Date;
import org.jspecify.annotations.Nullable;

/**
 * Says who calls: a JWT of this service's own for each call or few, good for a minute.
 *
 * @param name the service's; whom it calls has it as {@code service-identity.trusted.<name>}, with the key's public half
 * @param key EC P-256, with a {@code kid}
 */
record ServiceIdentity(String name, ECKey key) {

    static ServiceIdentity read(String name, Path key) throws IOException {
        try {
            return new ServiceIdentity(name, ECKey.parse(Files.readString(key)));
        } catch (ParseException e) {
            // its text may quote the key
            throw new IOException(key + " holds no private key as a JWK (EC P-256)");
        }
    }

    /**
     * Makes a token.
     *
     * @param audience the service that is called
     * @param company on behalf of which it is called; {@code null}: the request names it
     */
    String token(String audience, @Nullable String company) {
        Instant now = Instant.now();
        var claims = new JWTClaimsSet.Builder()
                .issuer(name)
                .subject(name)
                .audience(audience)
                .claim("company", company) // null leaves it out
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(60)))
                .build();
        var header =
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build();
        var jwt = new SignedJWT(header, claims);
        try {
            jwt.sign(new ECDSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException("The key is no EC P-256 key", e);
        }
        return jwt.serialize();
    }

    @Override
    public String toString() {
        return "ServiceIdentity[name=%s]".formatted(name);
    }
}
