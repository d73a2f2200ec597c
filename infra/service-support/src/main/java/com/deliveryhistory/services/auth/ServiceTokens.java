package com.deliveryhistory.services.auth;

import com.deliveryhistory.events.CompanyId;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;

/** Makes the JWT (RFC 7519, ES256) that a call to another service carries. Each is good for one minute. */
public final class ServiceTokens {

    /** The claim that names the company on whose behalf a call is made. */
    public static final String COMPANY_CLAIM = "company";

    static final Duration LIFE = Duration.ofSeconds(60);

    private final String name;
    private final ECKey key;
    private final ECDSASigner signer;
    private final Clock clock;

    ServiceTokens(String name, ECKey key, Clock clock) {
        this.name = name;
        this.key = key;
        this.clock = clock;
        try {
            this.signer = new ECDSASigner(key);
        } catch (JOSEException e) {
            throw new IllegalStateException("service-identity.private-key is not usable for ES256", e);
        }
    }

    /** A token for a call that this service makes on its own behalf. */
    public String tokenFor(String callee) {
        return sign(claims(callee).build());
    }

    /** A token for a call on behalf of somebody in a company; the callee shows that company's data only. */
    public String tokenFor(String callee, CompanyId onBehalfOf) {
        return sign(claims(callee).claim(COMPANY_CLAIM, onBehalfOf.value()).build());
    }

    private JWTClaimsSet.Builder claims(String callee) {
        Instant now = clock.instant();
        return new JWTClaimsSet.Builder()
                .issuer(name)
                .subject(name)
                .audience(callee)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(LIFE)))
                .jwtID(UUID.randomUUID().toString());
    }

    private String sign(JWTClaimsSet claims) {
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build(), claims);
        try {
            jwt.sign(signer);
        } catch (JOSEException e) {
            throw new IllegalStateException("A service token could not be signed", e);
        }
        return jwt.serialize();
    }
}
