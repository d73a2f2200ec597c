package com.deliveryhistory.upssandbox.oauth;

import com.deliveryhistory.upssandbox.accounts.Profile;
import com.deliveryhistory.upssandbox.accounts.Profiles;
import com.deliveryhistory.upssandbox.gateway.TokenHash;
import com.deliveryhistory.upssandbox.oauth.Grant.AccessToken;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Issues, rotates and recognises tokens. Nothing leaves here before it is in MongoDB. */
@Component
class Tokens {

    static final String ACCESS = "sbx-at-";
    static final String REFRESH = "sbx-rt-";

    private static final int ID_BYTES = 12;
    private static final int ID_LENGTH = 16;
    private static final int SECRET_BYTES = 32;
    private static final int MOST_ACCESS_TOKENS = 20;

    private final Grants grants;
    private final Profiles profiles;
    private final OAuthSettings settings;
    private final Clock clock;

    Tokens(Grants grants, Profiles profiles, OAuthSettings settings, Clock clock) {
        this.grants = grants;
        this.profiles = profiles;
        this.settings = settings;
        this.clock = clock;
    }

    /** Tokens that were just issued, readable this once. */
    record Pair(String accessToken, String refreshToken, Grant grant) {

        @Override
        public String toString() {
            return "Pair[grant of " + grant.username() + "]";
        }
    }

    /** The first tokens of a new grant. */
    Pair issue(Codes.Issued authorized) {
        return issue(authorized, 1).getFirst();
    }

    /** The first tokens of many new grants, stored at once. */
    List<Pair> issue(Codes.Issued authorized, int count) {
        Instant now = now();
        List<Pair> pairs = IntStream.range(0, count)
                .mapToObj(i -> newPair(authorized, now))
                .toList();
        grants.add(pairs.stream().map(Pair::grant).toList());
        return pairs;
    }

    private Pair newPair(Codes.Issued authorized, Instant now) {
        String id = RandomText.ofBytes(ID_BYTES);
        String accessToken = newToken(ACCESS, id);
        String refreshToken = newToken(REFRESH, id);
        var grant = new Grant(
                id,
                authorized.clientId(),
                authorized.username(),
                authorized.credentialVersion(),
                authorized.scope(),
                TokenHash.of(refreshToken),
                now,
                now.plus(settings.refreshTokenLife()),
                0,
                List.of(accessToken(accessToken, now)));
        return new Pair(accessToken, refreshToken, grant);
    }

    /**
     * New tokens for a refresh token, which is used up by this.
     *
     * @return empty if the token is unknown, used, expired, another client's, or its user's password has changed
     */
    Optional<Pair> refresh(String refreshToken, String clientId) {
        Optional<Grant> known = grantOf(refreshToken, REFRESH);
        if (known.isEmpty()) {
            return Optional.empty();
        }
        Grant grant = known.get();
        if (!grant.refreshHash().equals(TokenHash.of(refreshToken))) {
            if (settings.reuseEndsGrant()) {
                grants.end(grant);
            }
            return Optional.empty();
        }
        Instant now = now();
        if (!grant.clientId().equals(clientId) || !now.isBefore(grant.refreshExpiresAt()) || isVoid(grant)) {
            return Optional.empty();
        }
        String nextAccess = newToken(ACCESS, grant.id());
        String nextRefresh = newToken(REFRESH, grant.id());
        Grant next = rotated(grant, nextAccess, nextRefresh, now);
        return grants.rotate(grant, next) ? Optional.of(new Pair(nextAccess, nextRefresh, next)) : Optional.empty();
    }

    /** How a bearer token stands. */
    sealed interface Standing {
        /** It is no token of this sandbox. */
        record Unknown() implements Standing {}

        /** It was good once; its time is over. */
        record Expired(Grant grant) implements Standing {}

        /** It was good once; the password has changed or the grant has ended. */
        record Ended() implements Standing {}

        record Good(Grant grant, Profile profile) implements Standing {}
    }

    Standing standingOf(String accessToken) {
        if (!accessToken.startsWith(ACCESS)) {
            return new Standing.Unknown();
        }
        Optional<Grant> grant = grantOf(accessToken, ACCESS);
        String hash = TokenHash.of(accessToken);
        Optional<AccessToken> token = grant.flatMap(known -> known.accessTokens().stream()
                .filter(candidate -> candidate.hash().equals(hash))
                .findFirst());
        if (grant.isEmpty() || token.isEmpty()) {
            return new Standing.Ended();
        }
        if (!now().isBefore(token.get().expiresAt())) {
            return new Standing.Expired(grant.get());
        }
        return profiles.named(grant.get().username())
                .filter(profile -> !settings.passwordChangeEndsAccessTokens()
                        || profile.credentialVersion() == grant.get().credentialVersion())
                .<Standing>map(profile -> new Standing.Good(grant.get(), profile))
                .orElseGet(Standing.Ended::new);
    }

    private Grant rotated(Grant grant, String nextAccess, String nextRefresh, Instant now) {
        Stream<AccessToken> earlier = settings.earlierAccessTokensSurvive()
                ? grant.accessTokens().stream().filter(token -> now.isBefore(token.expiresAt()))
                : Stream.empty();
        List<AccessToken> all =
                Stream.concat(earlier, Stream.of(accessToken(nextAccess, now))).toList();
        return new Grant(
                grant.id(),
                grant.clientId(),
                grant.username(),
                grant.credentialVersion(),
                grant.scope(),
                TokenHash.of(nextRefresh),
                now,
                settings.slidingRefreshTokens() ? now.plus(settings.refreshTokenLife()) : grant.refreshExpiresAt(),
                grant.refreshCount() + 1,
                all.subList(Math.max(0, all.size() - MOST_ACCESS_TOKENS), all.size()));
    }

    /** Whether the user's password changed since the log-in that this grant came from. */
    private boolean isVoid(Grant grant) {
        return profiles.named(grant.username())
                .filter(profile -> profile.credentialVersion() == grant.credentialVersion())
                .isEmpty();
    }

    private Optional<Grant> grantOf(String token, String prefix) {
        if (!token.startsWith(prefix) || token.length() < prefix.length() + ID_LENGTH) {
            return Optional.empty();
        }
        return grants.byId(token.substring(prefix.length(), prefix.length() + ID_LENGTH));
    }

    private AccessToken accessToken(String token, Instant now) {
        return new AccessToken(TokenHash.of(token), now, now.plus(settings.accessTokenLife()));
    }

    private static String newToken(String prefix, String grantId) {
        return prefix + grantId + RandomText.ofBytes(SECRET_BYTES);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
