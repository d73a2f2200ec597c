package com.deliveryhistory.optin.identityproviders;

import static com.mongodb.client.model.Filters.eq;

import com.deliveryhistory.optin.storage.Hashes;
import com.deliveryhistory.optin.storage.Inserts;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import org.bson.Document;
import org.springframework.stereotype.Repository;

/** Which account somebody of an identity provider signs in to: set at the first sign-in, whatever addresses change later. */
@Repository
class Identities {

    private static final String USER = "user";

    private final MongoCollection<Document> identities;

    Identities(MongoDatabase database) {
        this.identities = database.getCollection("identities");
    }

    Optional<String> accountOf(String company, String issuer, String subject) {
        return Optional.ofNullable(
                        identities.find(eq("_id", id(company, issuer, subject))).first())
                .map(identity -> identity.getString(USER));
    }

    /** Remembers the account, unless another one is remembered; the one that counts. */
    String remember(String company, String issuer, String subject, String account, Instant now) {
        Inserts.insertIfAbsent(
                identities,
                new Document("_id", id(company, issuer, subject))
                        .append(USER, account)
                        .append("company", company)
                        .append("since", Date.from(now)));
        return accountOf(company, issuer, subject).orElse(account);
    }

    private static String id(String company, String issuer, String subject) {
        return Hashes.sha256(company + "\n" + issuer + "\n" + subject);
    }
}
