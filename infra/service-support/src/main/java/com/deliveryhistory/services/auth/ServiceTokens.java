package com.deliveryhistory.services.auth;

import com.deliveryhistory.events.CompanyId;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;

/** Makes the JWT (RFC 7519, ES256) that a call to another service carries. Each is good for one minute. */
public final class ServiceTokens {

    /** The claim that names the company on whose behalf a call is made. */
    public static final String COMPANY_CLAIM = "company";

    static final Duration LIFE = Duration.ofSeconds(60);

    private final String name;
    private final JwsHeader header;
    private final JwtEncoder encoder;
    private final Clock clock;

    /**
     * Signs with a key.
     *
     * @param key a private one, EC P-256
     */
    ServiceTokens(String name, ECKey key, Clock clock) {
        this.name = name;
        this.header = JwsHeader.with(SignatureAlgorithm.ES256).build();
        this.encoder = new NimbusJwtEncoder(new ImmutableJWKSet<>(new JWKSet(key)));
        this.clock = clock;
    }

    /** A token for a call that this service makes on its own behalf. */
    public String tokenFor(String callee) {
        return sign(claims(callee).build());
    }

    /** A token for a call on behalf of somebody in a company; the callee shows that company's data only. */
    public String tokenFor(String callee, CompanyId onBehalfOf) {
        return sign(claims(callee).claim(COMPANY_CLAIM, onBehalfOf.value()).build());
    }

    private JwtClaimsSet.Builder claims(String callee) {
        Instant now = clock.instant();
        return JwtClaimsSet.builder()
                .issuer(name)
                .subject(name)
                .audience(List.of(callee))
                .issuedAt(now)
                .expiresAt(now.plus(LIFE))
                .id(UUID.randomUUID().toString());
    }

    private String sign(JwtClaimsSet claims) {
        return encoder.encode(JwtEncoderParameters.from(header, claims)).getTokenValue();
    }
}
