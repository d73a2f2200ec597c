package com.deliveryhistory.tokens.refresh;

import com.deliveryhistory.services.http.WebAddress;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How to reach UPS.
 *
 * @param baseUrl address of UPS's APIs, e.g. {@code https://onlinetools.ups.com}
 * @param connectTimeout how long a connection may take
 * @param timeout how long a whole call may take, answer read; shorter than {@code grants.refresh.lease}
 * @param applications the UPS client of each application, by the application's name
 */
@Validated
@ConfigurationProperties("ups")
public record UpsSettings(
        @NotNull URI baseUrl,
        @DefaultValue("2s") Duration connectTimeout,
        @DefaultValue("10s") Duration timeout,
        @DefaultValue Map<String, @Valid Client> applications) {

    public UpsSettings {
        WebAddress.requireBase("ups.base-url", baseUrl);
    }

    /** How long a call to UPS takes at most. */
    Duration longestCall() {
        return connectTimeout.plus(timeout);
    }

    /** An application's id and secret at UPS. */
    public record Client(
            @NotBlank String clientId, @NotBlank String clientSecret) {

        @Override
        public String toString() {
            return "Client[" + clientId + ", …]";
        }
    }
}
