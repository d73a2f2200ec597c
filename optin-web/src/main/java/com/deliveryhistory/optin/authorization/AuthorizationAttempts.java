package com.deliveryhistory.optin.authorization;

import static com.deliveryhistory.optin.storage.Hashes.sha256;
import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;

import com.deliveryhistory.services.storage.Indexed;
import com.deliveryhistory.services.storage.TtlIndex;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import org.bson.Document;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.core.endpoint.PkceParameterNames;
import org.springframework.stereotype.Repository;

/**
 * Authorization requests whose answer is awaited. Beside the session instead of in it: taking one is atomic, so a state
 * works once even if two callbacks arrive at the same time, and several tabs do not disturb each other. An attempt is
 * bound to the session that began it. State and session id are kept as SHA-256 only.
 */
@Repository
class AuthorizationAttempts implements Indexed {

    private final MongoCollection<Document> attempts;
    private final UpsSettings settings;
    private final Clock clock;

    AuthorizationAttempts(MongoDatabase database, UpsSettings settings, Clock clock) {
        this.attempts = database.getCollection("authorizationAttempts");
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public void createIndexes() {
        TtlIndex.create(attempts, "startedAt", settings.attemptLife());
    }

    void begin(OAuth2AuthorizationRequest request, String sessionId) {
        attempts.insertOne(new Document("_id", sha256(String.valueOf(request.getState())))
                .append("session", sha256(sessionId))
                .append("application", request.getAttribute(OAuth2ParameterNames.REGISTRATION_ID))
                .append("codeVerifier", request.getAttribute(PkceParameterNames.CODE_VERIFIER))
                .append("clientId", request.getClientId())
                .append("authorizationUri", request.getAuthorizationUri())
                .append("redirectUri", request.getRedirectUri())
                .append("startedAt", Date.from(clock.instant())));
    }

    /** Takes the attempt with this state, once; empty if this session has none that is still open. */
    Optional<OAuth2AuthorizationRequest> take(String state, String application, String sessionId) {
        Instant oldest = clock.instant().minus(settings.attemptLife());
        Document attempt = attempts.findOneAndDelete(and(
                eq("_id", sha256(state)),
                eq("session", sha256(sessionId)),
                eq("application", application),
                gt("startedAt", Date.from(oldest))));
        return Optional.ofNullable(attempt)
                .map(found -> OAuth2AuthorizationRequest.authorizationCode()
                        .authorizationUri(found.getString("authorizationUri"))
                        .clientId(found.getString("clientId"))
                        .redirectUri(found.getString("redirectUri"))
                        .state(state)
                        .attributes(attributes -> attributes.putAll(Map.of(
                                OAuth2ParameterNames.REGISTRATION_ID,
                                application,
                                PkceParameterNames.CODE_VERIFIER,
                                found.getString("codeVerifier"))))
                        .build());
    }
}
