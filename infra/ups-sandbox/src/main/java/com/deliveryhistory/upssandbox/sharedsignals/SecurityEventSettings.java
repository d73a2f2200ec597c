package com.deliveryhistory.upssandbox.sharedsignals;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Positive;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Who is told of a changed password.
 *
 * @param enabled whether anybody is, after the start; {@code POST /sandbox/security-events} switches it
 * @param receiver where tokens are pushed to; without one nobody is told
 * @param issuer {@code iss} of the tokens
 * @param audience {@code aud} of the tokens
 * @param bearerToken what the receiver wants to see; {@code null}: nothing
 * @param attempts how often a token is sent at most
 * @param firstPause after the first attempt; it doubles with each
 */
@Validated
@ConfigurationProperties("sandbox.security-events")
record SecurityEventSettings(
        @DefaultValue("false") boolean enabled,
        @Nullable URI receiver,
        @DefaultValue("http://localhost:8090") @NotBlank String issuer,
        @DefaultValue("http://localhost:8080") @NotBlank String audience,
        @Nullable String bearerToken,
        @DefaultValue("8") @Positive @Max(20) int attempts,
        @DefaultValue("500ms") Duration firstPause) {

    @Override
    public String toString() {
        return "SecurityEventSettings[" + receiver + "]";
    }
}
