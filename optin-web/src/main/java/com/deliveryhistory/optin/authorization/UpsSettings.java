package com.deliveryhistory.optin.authorization;

import com.deliveryhistory.services.http.WebAddress;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * UPS as an OAuth authorization server.
 *
 * @param baseUrl start of all addresses, without a path, e.g. {@code https://onlinetools.ups.com}
 * @param issuer what UPS calls itself in the way back, if it does (RFC 9207); {@code null}: not known, so any is taken
 * @param attemptLife how long an admin may take at UPS.com before the way back is closed
 * @param applications what can be opted in to, by name; one without client id or display name is not offered
 */
@Validated
@ConfigurationProperties("ups")
record UpsSettings(
        @NotNull URI baseUrl,
        @Nullable String issuer,
        @DefaultValue("3s") Duration connectTimeout,
        @DefaultValue("15s") Duration readTimeout,
        @DefaultValue("30m") Duration attemptLife,
        @DefaultValue Map<String, @Valid ApplicationSettings> applications) {

    UpsSettings {
        WebAddress.requireOrigin("ups.base-url", baseUrl);
    }

    /**
     * A UPS client.
     *
     * @param clientId of the PKCE client, which has no secret here
     * @param displayName as the pages show it
     */
    record ApplicationSettings(
            @Nullable String clientId, @Nullable String displayName) {}

    URI at(String path) {
        String base = baseUrl.toString();
        return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
    }
}
