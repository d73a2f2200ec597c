package com.deliveryhistory.benchmarks.stage;

import com.deliveryhistory.events.CompanyId;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;

/** The service that calls: signs a token for each round, so that its own work is small beside what is measured. */
public record Caller(String name, ECKey key) {

    private static final Duration LIFE = Duration.ofSeconds(60);

    public static Caller of(String name, Path keyFile) {
        try {
            return new Caller(name, ECKey.parse(Files.readString(keyFile)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ParseException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Value of the {@code Authorization} header for a call that the service makes on its own behalf. */
    public String authorization(String callee) {
        return sign(claims(callee).build());
    }

    /** The same on behalf of a company. */
    public String authorization(String callee, CompanyId company) {
        return sign(claims(callee).claim("company", company.value()).build());
    }

    private JWTClaimsSet.Builder claims(String callee) {
        Instant now = Instant.now();
        return new JWTClaimsSet.Builder()
                .issuer(name)
                .subject(name)
                .audience(callee)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(LIFE)));
    }

    private String sign(JWTClaimsSet claims) {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build(), claims);
        try {
            token.sign(new ECDSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return "Bearer " + token.serialize();
    }
}
