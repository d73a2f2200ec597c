package com.deliveryhistory.optin.accounts;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.ne;

import com.deliveryhistory.optin.accounts.Member.Role;
import com.deliveryhistory.optin.storage.Inserts;
import com.deliveryhistory.services.storage.SignInNames;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.springframework.stereotype.Repository;

/**
 * The companies. Who may do what in a company stands in its own document, in one list or another: so whoever
 * {@linkplain PersonChanges moves} somebody from list to list does it at once or not at all, and sees in the same moment whether
 * an administrator is left.
 * People are named by {@link SignInNames#key}.
 */
@Repository
public class Companies {

    static final String COLLECTION = "companies";
    static final String NAME = "name";
    static final String ADMINS = "admins";
    static final String USERS = "users";
    static final String DISABLED = "disabled";

    /** Names the closing that comes before the erasing; absent: the company is open. */
    static final String CLOSING = "closing";

    private final MongoCollection<Document> companies;

    Companies(MongoDatabase database) {
        this.companies = database.getCollection(COLLECTION);
    }

    /** Adds the companies that are absent; others stay as they are. */
    void add(List<Document> added) {
        Inserts.insertAbsent(companies, added);
    }

    /** Adds the company; false if its id is taken. */
    public boolean add(String id, String name) {
        return Inserts.insertIfAbsent(companies, document(id, name));
    }

    static Document document(String id, String name) {
        return new Document("_id", id).append(NAME, name);
    }

    /** Those behind an id, by id; {@code ""}: from the first one on. */
    List<Company> page(String after, int limit) {
        return companies
                .find(and(gt("_id", after), exists(NAME)))
                .sort(Sorts.ascending("_id"))
                .limit(limit)
                .map(Companies::read)
                .into(new ArrayList<>());
    }

    /** The company; empty if there is none, or it was erased. */
    Optional<Company> find(String id) {
        return Optional.ofNullable(
                        companies.find(and(eq("_id", id), exists(NAME))).first())
                .map(Companies::read);
    }

    /** Takes somebody in, once for all: whoever is in a list already stays there. */
    void join(String id, String key, Role role) {
        companies.updateOne(
                and(eq("_id", id), exists(NAME), ne(ADMINS, key), ne(USERS, key), ne(DISABLED, key)),
                Updates.addToSet(role == Role.ADMIN ? ADMINS : USERS, key));
    }

    /** There is no account any more. */
    public void leave(String id, String key) {
        companies.updateOne(
                eq("_id", id),
                Updates.combine(Updates.pull(ADMINS, key), Updates.pull(USERS, key), Updates.pull(DISABLED, key)));
    }

    /**
     * Whether somebody who signed in may still do what the session says. One read, so that every request can ask: a process
     * may end between changing what somebody may do and ending that person's sessions.
     */
    public boolean bearOut(Member member) {
        String list = member.isAdmin() ? ADMINS : USERS;
        return companies
                        .find(and(
                                eq("_id", member.companyId()),
                                eq(list, SignInNames.key(member.name())),
                                exists(CLOSING, false)))
                        .projection(Projections.include("_id"))
                        .first()
                != null;
    }

    /** What the company is called, if there is such a company. */
    public Optional<String> name(String id) {
        return find(id).map(Company::name);
    }

    /** Whether this is an administrator and not the only one. */
    static Bson another(String key) {
        return and(eq(ADMINS, key), exists(ADMINS + ".1"));
    }

    private static Company read(Document company) {
        return new Company(
                company.getString("_id"),
                Objects.requireNonNull(company.getString(NAME)),
                keys(company, ADMINS),
                keys(company, USERS),
                keys(company, DISABLED),
                company.containsKey(CLOSING));
    }

    private static Set<String> keys(Document company, String list) {
        return new HashSet<>(company.getList(list, String.class, List.of()));
    }
}
