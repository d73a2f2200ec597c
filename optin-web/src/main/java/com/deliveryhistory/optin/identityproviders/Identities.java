package com.deliveryhistory.optin.identityproviders;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.optin.storage.Hashes;
import com.deliveryhistory.optin.storage.Inserts;
import com.deliveryhistory.optin.storage.OfCompanies;
import com.deliveryhistory.optin.storage.OfPeople;
import com.deliveryhistory.optin.storage.Person;
import com.deliveryhistory.services.storage.Deletion;
import com.deliveryhistory.services.storage.Indexed;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Indexes;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import org.bson.Document;
import org.springframework.stereotype.Repository;

/** Which account somebody of an identity provider signs in to: set at the first sign-in, whatever addresses change later. */
@Repository
class Identities implements OfCompanies, OfPeople, Indexed {

    private static final String USER = "user";
    private static final String COMPANY = "company";

    private final MongoCollection<Document> identities;

    Identities(MongoDatabase database) {
        this.identities = database.getCollection("identities");
    }

    @Override
    public void createIndexes() {
        identities.createIndex(Indexes.ascending(COMPANY, USER));
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
                        .append(COMPANY, company)
                        .append("since", Date.from(now)));
        return accountOf(company, issuer, subject).orElse(account);
    }

    @Override
    public String what() {
        return "identities";
    }

    @Override
    public int eraseSome(CompanyId company) {
        return Deletion.some(identities, eq(COMPANY, company.value()), STEP);
    }

    @Override
    public void erase(Person person) {
        identities.deleteMany(and(eq(COMPANY, person.company().value()), eq(USER, person.key())));
    }

    private static String id(String company, String issuer, String subject) {
        return Hashes.sha256(company + "\n" + issuer + "\n" + subject);
    }
}
