package com.deliveryhistory.optin.accounts;

import static com.deliveryhistory.optin.accounts.Companies.ADMINS;
import static com.deliveryhistory.optin.accounts.Companies.CLOSING;
import static com.deliveryhistory.optin.accounts.Companies.COLLECTION;
import static com.deliveryhistory.optin.accounts.Companies.DISABLED;
import static com.deliveryhistory.optin.accounts.Companies.NAME;
import static com.deliveryhistory.optin.accounts.Companies.USERS;
import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lte;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.optin.storage.Hashes;
import com.deliveryhistory.services.storage.Indexed;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Updates;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.springframework.stereotype.Repository;

/**
 * How far the erasing of a company is, and of whom of it; in the company's own document, so that a single write closes the
 * company, and another one shuts somebody out. What is left in the end says that the company was erased, and names nobody.
 */
@Repository
public class Erasures implements Indexed {

    private static final String BEGUN_AT = "erasingSince";
    private static final String ERASED_AT = "erasedAt";
    private static final String DUE_AT = "eraseDueAt";
    private static final String PSEUDONYM_KEY = "pseudonymKey";
    private static final String PSEUDONYMS = "pseudonyms";

    /** Without everybody's names: it is asked for with every event and opt-in. */
    private static final Bson STAGE = Projections.include(BEGUN_AT, CLOSING, NAME, ERASED_AT, DUE_AT);

    private static final Bson REMEMBERED = Projections.include(BEGUN_AT, ERASED_AT, NAME, PSEUDONYM_KEY, PSEUDONYMS);

    private static final int AT_ONCE = 1_000;

    private final MongoCollection<Document> companies;

    public Erasures(MongoDatabase database) {
        this.companies = database.getCollection(COLLECTION);
    }

    @Override
    public void createIndexes() {
        companies.createIndex(Indexes.ascending(DUE_AT));
    }

    /** How far the erasing of a company is. */
    public sealed interface Stage {

        /** There never was such a company. */
        record NotThere() implements Stage {}

        /** Nothing is being erased. */
        record Open() implements Stage {}

        /**
         * Nobody may sign in, and nothing was deleted yet.
         *
         * @param closing names this closing
         */
        record Closed(String closing) implements Stage {}

        /** Everything up to then is being deleted. */
        record Begun(Instant at) implements Stage {}

        /**
         * Nothing is left.
         *
         * @param lookedAgain whether it was looked once more for what came late
         */
        record Erased(Instant at, boolean lookedAgain) implements Stage {}
    }

    public Stage stageOf(CompanyId company) {
        Document found = companies.find(is(company)).projection(STAGE).first();
        if (found == null) {
            return new Stage.NotThere();
        }
        if (found.containsKey(BEGUN_AT)) {
            return new Stage.Begun(instant(found, BEGUN_AT));
        }
        if (found.containsKey(CLOSING)) {
            return new Stage.Closed(found.getString(CLOSING));
        }
        return found.containsKey(NAME)
                ? new Stage.Open()
                : new Stage.Erased(instant(found, ERASED_AT), !found.containsKey(DUE_AT));
    }

    /** Whether the company is closed, for now or for ever, so that nothing may begin. */
    public boolean isClosed(CompanyId company) {
        return switch (stageOf(company)) {
            case Stage.NotThere none -> false;
            case Stage.Open open -> false;
            case Stage.Closed closed -> true;
            case Stage.Begun begun -> true;
            case Stage.Erased erased -> true;
        };
    }

    /**
     * From now on nobody signs in, and no session, link or invitation is of any use.
     *
     * @param dueAt when the service goes on with what was begun
     */
    public void close(CompanyId company, Instant dueAt) {
        companies.updateOne(
                and(is(company), exists(NAME), exists(CLOSING, false)),
                Updates.combine(
                        Updates.set(CLOSING, UUID.randomUUID().toString()), Updates.set(DUE_AT, Date.from(dueAt))));
    }

    /** All is as it was before the closing; {@code false} if it was opened or its erasing has begun meanwhile. */
    public boolean reopen(CompanyId company, String closing) {
        return changed(
                and(is(company), eq(CLOSING, closing), exists(BEGUN_AT, false)),
                Updates.unset(CLOSING),
                Updates.unset(DUE_AT));
    }

    /** From now on the company does not come back; {@code false} as above. */
    public boolean begin(CompanyId company, String closing, Instant at) {
        return changed(
                and(is(company), eq(CLOSING, closing), exists(BEGUN_AT, false)), Updates.set(BEGUN_AT, Date.from(at)));
    }

    /**
     * Nothing is left but that it was erased.
     *
     * @param againAt when it is to be looked for what came late
     */
    public void end(CompanyId company, Instant againAt) {
        Document found = companies.find(and(is(company), exists(BEGUN_AT))).first();
        if (found != null) {
            changed(
                    and(is(company), exists(BEGUN_AT)),
                    Updates.set(ERASED_AT, found.getDate(BEGUN_AT)),
                    Updates.set(DUE_AT, Date.from(againAt)),
                    Updates.unset(BEGUN_AT),
                    Updates.unset(CLOSING),
                    Updates.unset(NAME),
                    Updates.unset(ADMINS),
                    Updates.unset(USERS),
                    Updates.unset(DISABLED),
                    Updates.unset(PersonChanges.UNTOLD),
                    Updates.unset(PSEUDONYM_KEY),
                    Updates.unset(PSEUDONYMS));
        }
    }

    /** Nothing came late, or that is deleted as well. */
    public void lookedAgain(CompanyId company) {
        changed(and(is(company), exists(NAME, false), exists(ERASED_AT)), Updates.unset(DUE_AT));
    }

    /** Companies that the service has to see to. */
    public List<CompanyId> due(Instant now) {
        return companies
                .find(lte(DUE_AT, Date.from(now)))
                .limit(AT_ONCE)
                .map(company -> new CompanyId(company.getString("_id")))
                .into(new ArrayList<>());
    }

    /** Takes one of them until then; {@code false} if somebody else has. */
    public boolean take(CompanyId company, Instant now, Instant until) {
        return changed(and(is(company), lte(DUE_AT, Date.from(now))), Updates.set(DUE_AT, Date.from(until)));
    }

    /**
     * A company with the id of one that was erased, and nothing of it; {@code false} if there is none such, or it was not
     * looked once more yet for what came late.
     */
    public boolean addAnew(CompanyId company, String name) {
        return changed(
                and(is(company), exists(NAME, false), exists(ERASED_AT), exists(DUE_AT, false)),
                Updates.set(NAME, name));
    }

    /** What is remembered of what was erased. */
    public Remembrance of(String company) {
        return of(List.of(company)).getOrDefault(company, Remembrance.NOTHING);
    }

    /** The same of several companies that are there, or were, by id. */
    Map<String, Remembrance> of(Collection<String> ids) {
        Map<String, Remembrance> remembered = new HashMap<>();
        companies
                .find(in("_id", ids))
                .projection(REMEMBERED)
                .forEach(company -> remembered.put(company.getString("_id"), remembrance(company)));
        return remembered;
    }

    private static Remembrance remembrance(Document found) {
        boolean begun = found.containsKey(BEGUN_AT);
        Date since = begun ? found.getDate(BEGUN_AT) : found.getDate(ERASED_AT);
        return new Remembrance(
                since == null ? null : since.toInstant(),
                found.containsKey(NAME) && !begun,
                found.get(PSEUDONYM_KEY, ""),
                new HashSet<>(found.getList(PSEUDONYMS, String.class, List.of())));
    }

    /** What stands, or is to stand, in place of the person: the same each time. */
    public Optional<String> pseudonymOf(CompanyId company, String signInName) {
        changed(
                and(is(company), exists(NAME), exists(PSEUDONYM_KEY, false)),
                Updates.set(PSEUDONYM_KEY, Hashes.newSecret()));
        Remembrance remembered = of(company.value());
        return remembered.pseudonymKey().isEmpty() ? Optional.empty() : Optional.of(remembered.pseudonymOf(signInName));
    }

    /**
     * Lets somebody sign in never again, and remembers that under the pseudonym; {@code false} if that is the last
     * administrator, or nobody of the company.
     */
    public boolean shutOut(CompanyId company, String key, String pseudonym) {
        Bson remembered = Updates.addToSet(PSEUDONYMS, pseudonym);
        Bson disabled = Updates.addToSet(DISABLED, key);
        return matched(and(is(company), eq(DISABLED, key)), remembered)
                || matched(and(is(company), eq(USERS, key)), Updates.pull(USERS, key), disabled, remembered)
                || matched(and(is(company), Companies.another(key)), Updates.pull(ADMINS, key), disabled, remembered);
    }

    private boolean changed(Bson guard, Bson... changes) {
        return companies.updateOne(guard, Updates.combine(changes)).getModifiedCount() == 1;
    }

    private boolean matched(Bson guard, Bson... changes) {
        return companies.updateOne(guard, Updates.combine(changes)).getMatchedCount() == 1;
    }

    private static Bson is(CompanyId company) {
        return eq("_id", company.value());
    }

    private static Instant instant(Document document, String field) {
        return Objects.requireNonNull(document.getDate(field)).toInstant();
    }
}
