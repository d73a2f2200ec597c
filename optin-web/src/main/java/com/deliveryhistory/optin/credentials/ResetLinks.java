package com.deliveryhistory.optin.credentials;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;

import com.deliveryhistory.optin.accounts.EmailAddress;
import com.deliveryhistory.optin.storage.OfSignInNames;
import com.deliveryhistory.optin.storage.Person;
import com.deliveryhistory.services.storage.Indexed;
import com.deliveryhistory.services.storage.SignInNames;
import com.deliveryhistory.services.storage.TtlIndex;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Indexes;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/** One-time links for a new password. Of a link's secret only the hash is kept. */
@Repository
class ResetLinks implements OfSignInNames, Indexed {

    private static final String USER = "user";
    private static final String TO = "to";
    private static final String EXPIRES_AT = "expiresAt";

    private final MongoCollection<Document> links;

    ResetLinks(MongoDatabase database) {
        this.links = database.getCollection("passwordResets");
    }

    @Override
    public void createIndexes() {
        links.createIndex(Indexes.ascending(USER));
        TtlIndex.create(links, EXPIRES_AT, Duration.ZERO);
    }

    void add(String secretHash, String name, EmailAddress to, Instant expiresAt) {
        links.insertOne(new Document("_id", secretHash)
                .append(USER, SignInNames.key(name))
                .append(TO, to.value())
                .append(EXPIRES_AT, Date.from(expiresAt)));
    }

    /** Whose password the link is for; empty: it was used or replaced, or its time is over. */
    Optional<String> find(String secretHash, Instant now) {
        return Optional.ofNullable(links.find(and(eq("_id", secretHash), gt(EXPIRES_AT, Date.from(now))))
                        .first())
                .map(link -> link.getString(USER));
    }

    /**
     * A link that was used up.
     *
     * @param to where it was sent; {@code null}: an earlier version did not note it
     */
    record Used(@Nullable EmailAddress to) {}

    /** Uses the link up; only one request ever gets it. */
    Optional<Used> take(String secretHash) {
        return Optional.ofNullable(links.findOneAndDelete(eq("_id", secretHash)))
                .map(link -> new Used(Optional.ofNullable(link.getString(TO))
                        .map(EmailAddress::new)
                        .orElse(null)));
    }

    @Override
    public void erase(Person person) {
        removeAllOf(person.name());
    }

    void removeAllOf(String name) {
        links.deleteMany(eq(USER, SignInNames.key(name)));
    }
}
