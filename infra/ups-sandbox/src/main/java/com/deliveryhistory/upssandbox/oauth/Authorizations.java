package com.deliveryhistory.upssandbox.oauth;

import com.deliveryhistory.upssandbox.accounts.Profile;
import com.deliveryhistory.upssandbox.gateway.UpsError;
import com.deliveryhistory.upssandbox.oauth.ClientSettings.Client;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Says which requests for authorization are sound, and how they end: with a code, or called off. */
@Component
public class Authorizations {

    private static final Pattern CODE_CHALLENGE = Pattern.compile("[A-Za-z0-9._~-]{43,128}");

    private final ClientSettings clients;
    private final Codes codes;
    private final OAuthSettings settings;

    Authorizations(ClientSettings clients, Codes codes, OAuthSettings settings) {
        this.clients = clients;
        this.codes = codes;
        this.settings = settings;
    }

    /**
     * The display name of the application that asks.
     *
     * @throws UpsError if UPS would not begin a log-in for this request
     */
    public String applicationName(AuthorizationRequest request) {
        return check(request).name();
    }

    /**
     * Where the browser goes after a log-in, with a fresh code in the address.
     *
     * @throws UpsError if the request is not sound
     */
    public String grant(AuthorizationRequest request, Profile profile) {
        Client client = check(request);
        String redirectUri = required(request.redirect_uri());
        String scope = request.scope() == null ? "" : request.scope();
        String code = codes.issue(new Codes.Issued(
                client.clientId(),
                redirectUri,
                request.code_challenge(),
                scope,
                profile.username(),
                profile.credentialVersion()));
        return AuthorizationRequest.withQuery(redirectUri, Map.of("code", code), echoed(request));
    }

    /** Where the browser goes when the user cancels; empty if it stays, as UPS documents no way back. */
    public Optional<String> cancel(AuthorizationRequest request) {
        if (!settings.cancelRedirects()) {
            return Optional.empty();
        }
        check(request);
        return Optional.of(AuthorizationRequest.withQuery(
                required(request.redirect_uri()), Map.of("error", "access_denied"), echoed(request)));
    }

    private Client check(AuthorizationRequest request) {
        Client client = clients.byId(request.client_id() == null ? "" : request.client_id())
                .orElseThrow(OAuthErrors::invalidClient);
        if (client.blocked()) {
            throw OAuthErrors.blockedMerchant();
        }
        if (!"code".equals(request.response_type())) {
            throw OAuthErrors.malformedRequest();
        }
        if (request.redirect_uri() == null || !client.redirectUris().contains(request.redirect_uri())) {
            throw OAuthErrors.invalidRedirectUri();
        }
        String challenge = request.code_challenge();
        if (challenge != null && !CODE_CHALLENGE.matcher(challenge).matches()) {
            throw OAuthErrors.malformedRequest();
        }
        return client;
    }

    private static Map<String, String> echoed(AuthorizationRequest request) {
        var echoed = new LinkedHashMap<String, String>();
        if (request.state() != null) {
            echoed.put("state", request.state());
        }
        if (request.scope() != null) {
            echoed.put("scope", request.scope());
        }
        return echoed;
    }

    private static String required(@Nullable String checked) {
        if (checked == null) {
            throw OAuthErrors.invalidRedirectUri();
        }
        return checked;
    }
}
