package com.deliveryhistory.upssandbox.oauth;

import com.deliveryhistory.upssandbox.gateway.TokenHash;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Updates;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The authorization codes in MongoDB, by hash. A code can be taken once, whatever the outcome of the call. */
@Component
class Codes {

    private final MongoCollection<Document> codes;
    private final OAuthSettings settings;
    private final Clock clock;

    Codes(MongoDatabase database, OAuthSettings settings, Clock clock) {
        this.codes = database.getCollection("codes");
        this.settings = settings;
        this.clock = clock;
        codes.createIndex(Indexes.ascending("expiresAt"), new IndexOptions().expireAfter(1L, TimeUnit.DAYS));
    }

    /** What a code was issued for. */
    record Issued(
            String clientId,
            String redirectUri,
            @Nullable String codeChallenge,
            String scope,
            String username,
            int credentialVersion) {}

    String issue(Issued issued) {
        String code = RandomText.ofBytes(32);
        codes.insertOne(new Document("_id", TokenHash.of(code))
                .append("clientId", issued.clientId())
                .append("redirectUri", issued.redirectUri())
                .append("codeChallenge", issued.codeChallenge())
                .append("scope", issued.scope())
                .append("username", issued.username())
                .append("credentialVersion", issued.credentialVersion())
                .append("expiresAt", clock.instant().plus(settings.codeLife()))
                .append("taken", false));
        return code;
    }

    /** Takes the code; empty if it is unknown, taken already, or too old. */
    Optional<Issued> take(String code) {
        Document taken = codes.findOneAndUpdate(
                Filters.and(Filters.eq("_id", TokenHash.of(code)), Filters.eq("taken", false)),
                Updates.set("taken", true));
        if (taken == null || !isAlive(taken.getDate("expiresAt").toInstant())) {
            return Optional.empty();
        }
        return Optional.of(new Issued(
                taken.getString("clientId"),
                taken.getString("redirectUri"),
                taken.getString("codeChallenge"),
                taken.getString("scope"),
                taken.getString("username"),
                taken.getInteger("credentialVersion")));
    }

    private boolean isAlive(Instant expiresAt) {
        return clock.instant().isBefore(expiresAt);
    }
}
