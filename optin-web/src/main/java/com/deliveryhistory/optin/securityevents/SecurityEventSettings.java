package com.deliveryhistory.optin.securityevents;

import com.deliveryhistory.services.http.WebAddress;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.io.Resource;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Who may push security events.
 *
 * @param transmitters those whose events are heeded, by a name that logs and metrics use
 * @param oldest how long after its issue a token is taken
 * @param clockSkew how far a transmitter's clock may be ahead; as much as UPS's may be at an opt-in, for a refused event
 *     is lost
 * @param rememberedFor how long the token ids are remembered; longer than a token is taken
 * @param largest the size of a token
 * @param perSecond tokens a second that one address may send in the long run, and one transmitter too
 * @param burst how many at once after a time of rest
 */
@Validated
@ConfigurationProperties("security-events")
record SecurityEventSettings(
        @DefaultValue Map<String, @Valid Source> transmitters,

        @DefaultValue("7d") @DurationMin(minutes = 1) @DurationMax(days = 20)
        Duration oldest,

        @DefaultValue("10m") @DurationMin @DurationMax(minutes = 10)
        Duration clockSkew,

        @DefaultValue("30d") @DurationMin(days = 21) Duration rememberedFor,

        @DefaultValue("32KB") @NotNull DataSize largest,
        @DefaultValue("20") @Positive int perSecond,
        @DefaultValue("100") @Positive int burst) {

    SecurityEventSettings {
        transmitters.forEach((name, source) -> WebAddress.requireComplete(
                "security-events.transmitters.%s.jwks-uri".formatted(name), source.jwksUri()));
    }

    /**
     * A transmitter.
     *
     * @param issuer its {@code iss}
     * @param audience what its tokens name as {@code aud} if they are for us
     * @param jwksUri where its public keys are; asked again when a token names a key that is not known
     * @param jwksFile a file with its public keys, read at start, instead
     * @param algorithms signature algorithms that it may use; with a public key only (RFC 7518, section 3.1)
     * @param bearerToken what it has to show besides (RFC 6750); {@code null}: nothing, its signature is enough
     */
    record Source(
            @NotBlank String issuer,
            @NotBlank String audience,
            @Nullable URI jwksUri,
            @Nullable Resource jwksFile,

            @DefaultValue({"ES256", "PS256", "RS256"}) @NotEmpty
            Set<String> algorithms,

            @Nullable String bearerToken) {

        @Override
        public String toString() {
            return "Source[" + issuer + "]";
        }
    }
}
