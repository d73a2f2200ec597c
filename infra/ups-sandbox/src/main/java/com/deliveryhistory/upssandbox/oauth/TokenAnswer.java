package com.deliveryhistory.upssandbox.oauth;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * UPS's answer to {@code /token} and {@code /refresh}: all strings, lives in seconds, times in milliseconds since the
 * epoch. Nothing in it names the user. {@code scope} and {@code refresh_count} are missing from some answers of UPS.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record TokenAnswer(
        String refresh_token_expires_in,
        String refresh_token_status,
        String token_type,
        String issued_at,
        String client_id,
        String access_token,
        String refresh_token,
        @Nullable String scope,
        String refresh_token_issued_at,
        String expires_in,
        @Nullable String refresh_count,
        String status) {

    static TokenAnswer of(Tokens.Pair tokens, boolean full) {
        Grant grant = tokens.grant();
        Grant.AccessToken access = grant.newestAccessToken();
        return new TokenAnswer(
                seconds(grant.refreshIssuedAt(), grant.refreshExpiresAt()),
                "approved",
                "Bearer",
                milliseconds(access.issuedAt()),
                grant.clientId(),
                tokens.accessToken(),
                tokens.refreshToken(),
                full ? grant.scope() : null,
                milliseconds(grant.refreshIssuedAt()),
                seconds(access.issuedAt(), access.expiresAt()),
                full ? Integer.toString(grant.refreshCount()) : null,
                "approved");
    }

    @Override
    public String toString() {
        return "TokenAnswer[" + client_id + "]";
    }

    private static String seconds(Instant from, Instant to) {
        return Long.toString(Duration.between(from, to).toSeconds());
    }

    private static String milliseconds(Instant time) {
        return Long.toString(time.toEpochMilli());
    }
}
