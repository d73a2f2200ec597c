package com.deliveryhistory.optin.accounts;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Sorts.ascending;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.optin.accounts.Member.Role;
import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.Projections;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.bson.Document;
import org.springframework.stereotype.Repository;

/** The companies and the people in them. Sign-in names are unique over all companies, whatever their case. */
@Repository
public class Accounts {

    private final MongoCollection<Document> companies;
    private final MongoCollection<Document> users;

    Accounts(MongoDatabase database) {
        this.companies = database.getCollection("companies");
        this.users = database.getCollection("users");
        users.createIndex(Indexes.ascending("company", "role", "_id"));
    }

    /** The sign-in names of those who can opt the company in. */
    public List<String> adminsOf(CompanyId company) {
        return users.find(and(eq("company", company.value()), eq("role", Role.ADMIN.name())))
                .projection(Projections.include("name"))
                .sort(ascending("_id"))
                .limit(10)
                .map(user -> user.getString("name"))
                .into(new java.util.ArrayList<>());
    }

    Optional<Account> find(String name) {
        return Optional.ofNullable(users.find(eq("_id", key(name))).first()).map(user -> {
            String company = user.getString("company");
            Document known = companies.find(eq("_id", company)).first();
            Member member = new Member(
                    user.getString("name"),
                    company,
                    known == null ? company : known.getString("name"),
                    Role.valueOf(user.getString("role")));
            return new Account(member, user.getString("passwordHash"));
        });
    }

    /** Those of these sign-in names that are taken. */
    Set<String> taken(Collection<String> names) {
        return users.find(in("_id", names.stream().map(Accounts::key).toList()))
                .projection(Projections.include("_id"))
                .map(user -> user.getString("_id"))
                .into(new HashSet<>());
    }

    static String key(String name) {
        return name.strip().toLowerCase(Locale.ROOT);
    }

    /** Adds the companies that are absent; others stay as they are. */
    void addCompanies(Collection<Document> added) {
        insertAbsent(companies, List.copyOf(added));
    }

    /** Adds the users whose names are free; others stay as they are. */
    void addUsers(Collection<Account> added, Instant now) {
        insertAbsent(
                users,
                added.stream()
                        .map(account -> new Document("_id", key(account.member().name()))
                                .append("name", account.member().name())
                                .append("company", account.member().companyId())
                                .append("role", account.member().role().name())
                                .append("passwordHash", account.passwordHash())
                                .append("createdAt", Date.from(now)))
                        .toList());
    }

    private static void insertAbsent(MongoCollection<Document> collection, List<Document> documents) {
        if (documents.isEmpty()) {
            return;
        }
        try {
            collection.insertMany(documents, new InsertManyOptions().ordered(false));
        } catch (MongoBulkWriteException e) {
            boolean onlyPresent = e.getWriteErrors().stream()
                    .allMatch(error -> ErrorCategory.fromErrorCode(error.getCode()) == ErrorCategory.DUPLICATE_KEY);
            if (!onlyPresent) {
                throw e;
            }
        }
    }
}
