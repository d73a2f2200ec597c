package com.deliveryhistory.upssandbox.oauth;

import com.deliveryhistory.upssandbox.oauth.ClientSettings.Client;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Tells which client calls: by Basic and its secret, or, with PKCE, by its bare id. */
@Component
class ClientAuthentication {

    private static final String BASIC = "Basic ";

    private final ClientSettings clients;

    ClientAuthentication(ClientSettings clients) {
        this.clients = clients;
    }

    /** The client that the header proves. */
    Client byBasic(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            throw OAuthErrors.malformedRequest();
        }
        String[] idAndSecret = decode(authorization.substring(BASIC.length())).split(":", 2);
        if (idAndSecret.length != 2) {
            throw OAuthErrors.malformedRequest();
        }
        return unblocked(clients.byId(idAndSecret[0])
                .filter(client -> client.hasSecret(idAndSecret[1]))
                .orElseThrow(OAuthErrors::invalidClient));
    }

    /** The client of this id, which proves nothing; the code verifier has to. */
    Client byId(@Nullable String clientId) {
        if (clientId == null) {
            throw OAuthErrors.malformedRequest();
        }
        return unblocked(clients.byId(clientId).orElseThrow(OAuthErrors::invalidClient));
    }

    private static Client unblocked(Client client) {
        if (client.blocked()) {
            throw OAuthErrors.blockedMerchant();
        }
        return client;
    }

    private static String decode(String credentials) {
        try {
            return new String(Base64.getDecoder().decode(credentials.strip()), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException noBase64) {
            throw OAuthErrors.malformedRequest();
        }
    }
}
