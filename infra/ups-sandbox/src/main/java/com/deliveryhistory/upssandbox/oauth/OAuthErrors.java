package com.deliveryhistory.upssandbox.oauth;

import com.deliveryhistory.upssandbox.gateway.UpsError;
import org.springframework.http.HttpStatus;

/** The refusals of the OAuth interfaces and of bearer checks, with the codes and wordings that were seen from UPS. */
final class OAuthErrors {

    private OAuthErrors() {}

    /** UPS's one answer to parameters that are missing or make no sense, whatever they are. */
    static UpsError malformedRequest() {
        return new UpsError(HttpStatus.BAD_REQUEST, "10400", "Invalid/Missing Authorization Header");
    }

    static UpsError invalidRedirectUri() {
        return new UpsError(HttpStatus.BAD_REQUEST, "10400", "Invalid Redirect URL");
    }

    static UpsError invalidCode() {
        return new UpsError(HttpStatus.BAD_REQUEST, "10400", "Invalid Authorization Code");
    }

    /** Used, expired, revoked and unknown are all the same. */
    static UpsError invalidRefreshToken() {
        return new UpsError(HttpStatus.BAD_REQUEST, "10400", "Invalid Refresh Token");
    }

    static UpsError invalidClient() {
        return new UpsError(HttpStatus.UNAUTHORIZED, "10401", "ClientId is Invalid");
    }

    static UpsError blockedMerchant() {
        return new UpsError(HttpStatus.FORBIDDEN, "10403", "Blocked Merchant");
    }

    static UpsError noBearerToken() {
        return new UpsError(HttpStatus.UNAUTHORIZED, "UJ0001", "Invalid token or token is not present");
    }

    static UpsError expiredBearerToken() {
        return new UpsError(HttpStatus.UNAUTHORIZED, "251004", "Bearer Token expired (oauth)");
    }

    static UpsError invalidAuthentication() {
        return new UpsError(HttpStatus.UNAUTHORIZED, "250002", "Invalid Authentication Information");
    }
}
