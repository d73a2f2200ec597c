package com.deliveryhistory.upssandbox.oauth;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/** The applications that are registered, as the developer portal would list them. */
@Validated
@ConfigurationProperties("sandbox")
record ClientSettings(@DefaultValue List<@Valid Client> clients) {

    Optional<Client> byId(String clientId) {
        return clients.stream()
                .filter(client -> client.clientId().equals(clientId))
                .findFirst();
    }

    /**
     * @param name the display name that users are asked to authorize
     * @param redirectUris the registered callback addresses; only exactly these are accepted
     * @param blocked whether every call is answered 403 "Blocked Merchant"
     */
    record Client(
            @NotBlank String clientId,
            @NotBlank String clientSecret,
            @NotBlank String name,
            @NotEmpty List<String> redirectUris,
            boolean blocked) {

        boolean hasSecret(String candidate) {
            return MessageDigest.isEqual(
                    clientSecret.getBytes(StandardCharsets.UTF_8), candidate.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String toString() {
            return "Client[" + clientId + "]";
        }
    }
}
