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
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.springframework.stereotype.Repository;

/**
 * Which account somebody of an identity provider signs in to: set at the first sign-in, whatever addresses change later, and
 * one person for each account.
 */
@Repository
class Identities implements OfCompanies, OfPeople, Indexed {

    private static final String USER = "user";
    private static final String COMPANY = "company";
    private static final String SINCE = "since";

    /** Company and account, once: of earlier versions it is not there, and an account may have more than one identity. */
    private static final String LINKED = "linked";

    private final MongoCollection<Document> identities;

    Identities(MongoDatabase database) {
        this.identities = database.getCollection("identities");
    }

    @Override
    public void createIndexes() {
        identities.createIndex(Indexes.ascending(COMPANY, USER));
    }

    @Override
    public void createUniqueIndexes() {
        identities.createIndex(
                Indexes.ascending(LINKED), new IndexOptions().unique(true).sparse(true));
    }

    Optional<String> accountOf(String company, String issuer, String subject) {
        return Optional.ofNullable(
                        identities.find(eq("_id", id(company, issuer, subject))).first())
                .map(identity -> identity.getString(USER));
    }

    /**
     * Links the account, unless it is linked. Of several first sign-ins at the same time one does.
     *
     * @return the account that this person signs in to; empty: it belongs to somebody else
     */
    Optional<String> link(String company, String issuer, String subject, String account, Instant now) {
        if (identities.find(of(company, account)).first() == null) {
            Inserts.insertIfAbsent(
                    identities,
                    new Document("_id", id(company, issuer, subject))
                            .append(USER, account)
                            .append(COMPANY, company)
                            .append(LINKED, company + "/" + account)
                            .append(SINCE, Date.from(now)));
        }
        return accountOf(company, issuer, subject);
    }

    /**
     * What an account is linked by.
     *
     * @param id of the identity
     * @param since when it was linked
     */
    record Link(String id, Instant since) {}

    /** The account's links by id, more than one only of earlier versions; empty: nobody signs in to it. */
    List<Link> linksOf(String company, String account) {
        List<Link> links = identities
                .find(of(company, account))
                .map(identity -> new Link(
                        identity.getString("_id"),
                        Objects.requireNonNull(identity.getDate(SINCE)).toInstant()))
                .into(new ArrayList<>());
        links.sort(Comparator.comparing(Link::id));
        return links;
    }

    /** Nobody signs in to the account by these links any more, the first one last; false if nobody did. One that was made since stays. */
    boolean unlink(List<Link> links) {
        long unlinked = 0;
        for (Link link : links.reversed()) {
            unlinked += identities
                    .deleteOne(and(eq("_id", link.id()), eq(SINCE, Date.from(link.since()))))
                    .getDeletedCount();
        }
        return unlinked > 0;
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
        identities.deleteMany(of(person.company().value(), person.key()));
    }

    private static Bson of(String company, String account) {
        return and(eq(COMPANY, company), eq(USER, account));
    }

    private static String id(String company, String issuer, String subject) {
        return Hashes.sha256(company + "\n" + issuer + "\n" + subject);
    }
}
