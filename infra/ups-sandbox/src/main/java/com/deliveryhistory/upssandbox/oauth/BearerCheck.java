package com.deliveryhistory.upssandbox.oauth;

import com.deliveryhistory.upssandbox.accounts.Profile;
import com.deliveryhistory.upssandbox.gateway.CallNotes;
import com.deliveryhistory.upssandbox.gateway.UpsError;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/** The check that every data call begins with. */
@Component
public class BearerCheck {

    private static final String BEARER = "Bearer ";

    private final Tokens tokens;
    private final ClientSettings clients;

    BearerCheck(Tokens tokens, ClientSettings clients) {
        this.tokens = tokens;
        this.clients = clients;
    }

    /** Who calls, and for which shipping account. */
    public record Caller(String username, String shipperNumber) {}

    /**
     * The caller, if its token is good.
     *
     * @throws UpsError 401 UJ0001 without a token of ours, 251004 if it expired, 250002 if it is void or if its user
     *     has no shipping account; 403 if the client is blocked
     */
    public Caller check(HttpServletRequest request) {
        String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (authorization == null || !authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            throw OAuthErrors.noBearerToken();
        }
        return switch (tokens.standingOf(
                authorization.substring(BEARER.length()).strip())) {
            case Tokens.Standing.Unknown unknown -> throw OAuthErrors.noBearerToken();
            case Tokens.Standing.Expired expired -> {
                CallNotes.of(request).client(expired.grant().clientId());
                throw OAuthErrors.expiredBearerToken();
            }
            case Tokens.Standing.Ended ended -> throw OAuthErrors.invalidAuthentication();
            case Tokens.Standing.Good good -> caller(good, request);
        };
    }

    private Caller caller(Tokens.Standing.Good good, HttpServletRequest request) {
        Profile profile = good.profile();
        String clientId = good.grant().clientId();
        CallNotes notes = CallNotes.of(request);
        notes.client(clientId);
        notes.user(profile.username(), profile.shipperNumber());
        if (clients.byId(clientId).filter(ClientSettings.Client::blocked).isPresent()) {
            throw OAuthErrors.blockedMerchant();
        }
        String shipperNumber = profile.shipperNumber();
        if (shipperNumber == null) {
            throw OAuthErrors.invalidAuthentication();
        }
        return new Caller(profile.username(), shipperNumber);
    }
}
