package com.deliveryhistory.upssandbox.oauth;

import java.time.Instant;
import java.util.List;

/**
 * What a user has authorized an application to do, and the tokens that stand for it, as hashes.
 *
 * @param id is also inside each of its tokens, which makes them findable by the primary key
 * @param credentialVersion of the profile at the time of log-in; the grant is void when the profile has another one
 * @param refreshCount how often it was refreshed
 */
record Grant(
        String id,
        String clientId,
        String username,
        int credentialVersion,
        String scope,
        String refreshHash,
        Instant refreshIssuedAt,
        Instant refreshExpiresAt,
        int refreshCount,
        List<AccessToken> accessTokens) {

    record AccessToken(String hash, Instant issuedAt, Instant expiresAt) {}

    Grant {
        accessTokens = List.copyOf(accessTokens);
    }

    AccessToken newestAccessToken() {
        return accessTokens.getLast();
    }
}
