package com.deliveryhistory.upssandbox.oauth;

import com.deliveryhistory.upssandbox.oauth.Grant.AccessToken;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.springframework.stereotype.Component;

/** The grants in MongoDB: one document each, so that a rotation is one write. */
@Component
class Grants {

    private final MongoCollection<Document> grants;

    Grants(MongoDatabase database) {
        this.grants = database.getCollection("grants");
        grants.createIndex(Indexes.ascending("refreshExpiresAt"), new IndexOptions().expireAfter(7L, TimeUnit.DAYS));
    }

    Optional<Grant> byId(String id) {
        return Optional.ofNullable(grants.find(Filters.eq("_id", id)).first()).map(Grants::grant);
    }

    void add(List<Grant> added) {
        grants.insertMany(added.stream().map(Grants::document).toList());
    }

    /**
     * Replaces the grant unless its refresh token was used since it was read.
     *
     * @return whether it was replaced; of two refreshes with the same token, exactly one is told true
     */
    boolean rotate(Grant read, Grant next) {
        return grants.findOneAndReplace(
                        Filters.and(Filters.eq("_id", read.id()), Filters.eq("refreshHash", read.refreshHash())),
                        document(next))
                != null;
    }

    void end(Grant grant) {
        grants.deleteOne(Filters.eq("_id", grant.id()));
    }

    private static Document document(Grant grant) {
        return new Document("_id", grant.id())
                .append("clientId", grant.clientId())
                .append("username", grant.username())
                .append("credentialVersion", grant.credentialVersion())
                .append("scope", grant.scope())
                .append("refreshHash", grant.refreshHash())
                .append("refreshIssuedAt", grant.refreshIssuedAt())
                .append("refreshExpiresAt", grant.refreshExpiresAt())
                .append("refreshCount", grant.refreshCount())
                .append(
                        "accessTokens",
                        grant.accessTokens().stream()
                                .map(token -> new Document("hash", token.hash())
                                        .append("issuedAt", token.issuedAt())
                                        .append("expiresAt", token.expiresAt()))
                                .toList());
    }

    private static Grant grant(Document kept) {
        List<AccessToken> accessTokens = kept.getList("accessTokens", Document.class).stream()
                .map(token -> new AccessToken(
                        token.getString("hash"),
                        token.getDate("issuedAt").toInstant(),
                        token.getDate("expiresAt").toInstant()))
                .toList();
        return new Grant(
                kept.getString("_id"),
                kept.getString("clientId"),
                kept.getString("username"),
                kept.getInteger("credentialVersion"),
                kept.getString("scope"),
                kept.getString("refreshHash"),
                kept.getDate("refreshIssuedAt").toInstant(),
                kept.getDate("refreshExpiresAt").toInstant(),
                kept.getInteger("refreshCount"),
                accessTokens);
    }
}
