package com.deliveryhistory.optin.accounts;

import static com.deliveryhistory.optin.accounts.Companies.ADMINS;
import static com.deliveryhistory.optin.accounts.Companies.DISABLED;
import static com.deliveryhistory.optin.accounts.Companies.USERS;
import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.optin.storage.NamesPeople;
import com.deliveryhistory.optin.storage.Person;
import com.deliveryhistory.optin.storage.UntoldFacts;
import com.deliveryhistory.services.storage.Indexed;
import com.deliveryhistory.services.storage.SignInNames;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Updates;
import java.time.Instant;
import java.util.List;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.springframework.stereotype.Repository;

/**
 * Changes what people may do, by moving them from list to list in their {@linkplain Companies company's} document. The same
 * write notes that it is to be told.
 */
@Repository
public class PersonChanges implements NamesPeople, Indexed {

    static final String UNTOLD = "untoldChanges";
    private static final String ID = "id";
    private static final String KIND = "kind";
    private static final String PERSON = "person";
    private static final String BY = "by";

    private final MongoCollection<Document> companies;
    private final UntoldFacts untold;

    PersonChanges(MongoDatabase database) {
        this.companies = database.getCollection(Companies.COLLECTION);
        this.untold = new UntoldFacts(companies, UNTOLD, ID);
    }

    @Override
    public void createIndexes() {
        untold.createIndex();
    }

    /** What becomes of somebody. */
    public enum Kind {
        /** A user becomes an administrator. */
        MADE_ADMIN,
        /** An administrator becomes a user. */
        MADE_USER,
        /** Somebody may sign in no more. */
        DISABLED,
        /** Somebody may sign in again, as a user. */
        ENABLED
    }

    /**
     * A change of what somebody may do.
     *
     * @param id names the change
     * @param person sign-in name
     * @param by sign-in name of who makes it, or what the operator is called
     */
    public record Change(String id, CompanyId company, Kind kind, String person, String by, Instant at) {}

    /** Makes the change; false if it is so already, or the company would have no administrator who can sign in. */
    public boolean make(Change change) {
        return switch (change.kind()) {
            case MADE_ADMIN -> move(change, USERS, ADMINS);
            case MADE_USER -> moveUnlessLast(change, USERS);
            case DISABLED -> move(change, USERS, DISABLED) || moveUnlessLast(change, DISABLED);
            case ENABLED -> move(change, DISABLED, USERS);
        };
    }

    /** Disables somebody, also if no administrator is left then; false if it is so already. */
    public boolean disableEvenLast(Change change) {
        return make(change) || move(change, ADMINS, DISABLED);
    }

    private boolean move(Change change, String from, String to) {
        return move(change, eq(from, SignInNames.key(change.person())), from, to);
    }

    private boolean moveUnlessLast(Change change, String to) {
        return move(change, Companies.another(SignInNames.key(change.person())), ADMINS, to);
    }

    private boolean move(Change change, Bson guard, String from, String to) {
        String key = SignInNames.key(change.person());
        Document more = new Document(KIND, change.kind().name())
                .append(PERSON, change.person())
                .append(BY, change.by());
        return companies
                        .updateOne(
                                and(eq("_id", change.company().value()), guard),
                                Updates.combine(
                                        Updates.pull(from, key),
                                        Updates.addToSet(to, key),
                                        untold.note(change.id(), change.at(), more)))
                        .getModifiedCount()
                == 1;
    }

    /** Everybody was told. */
    public void told(Change change) {
        untold.told(change.company().value(), change.id());
    }

    /** Some changes of before then that were not told, of companies that are open. */
    public List<Change> cutOff(Instant before) {
        return untold.cutOff(before).stream()
                .filter(company -> !company.containsKey(Companies.CLOSING))
                .flatMap(company -> untold.in(company).stream().map(fact -> read(company, fact)))
                .filter(change -> change.at().isBefore(before))
                .toList();
    }

    private Change read(Document company, Document fact) {
        return new Change(
                untold.id(fact),
                new CompanyId(company.getString("_id")),
                Kind.valueOf(fact.getString(KIND)),
                fact.getString(PERSON),
                fact.getString(BY),
                UntoldFacts.at(fact));
    }

    @Override
    public void rename(Person person, String pseudonym) {
        untold.rename(eq("_id", person.company().value()), List.of(PERSON, BY), person, pseudonym);
    }
}
