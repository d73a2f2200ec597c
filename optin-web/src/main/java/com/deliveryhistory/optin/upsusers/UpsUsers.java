package com.deliveryhistory.optin.upsusers;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;

import com.deliveryhistory.events.Application;
import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.events.GrantId;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.ReplaceOptions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.bson.Document;
import org.springframework.stereotype.Repository;

/**
 * The UPS.com user of each grant, as the company's admins named it. Kept beside the opt-in instead of in it: a name may
 * be given before or after the opt-in, and a mistyped one is put right without another log-in at UPS.com. It serves to
 * find the companies that a security event concerns, and nothing else; several may name the same user.
 */
@Repository
public class UpsUsers {

    /** More companies than this never share a UPS.com user; so many are told of what happens to one. */
    public static final int MOST_COMPANIES = 1_000;

    private static final int MOST_APPLICATIONS = 100;

    private final MongoCollection<Document> users;
    private final Clock clock;

    UpsUsers(MongoDatabase database, Clock clock) {
        this.users = database.getCollection("upsUsers");
        this.clock = clock;
        users.createIndex(Indexes.ascending("key"));
        users.createIndex(Indexes.ascending("company"));
    }

    public Optional<UpsUser> find(GrantId grant) {
        return Optional.ofNullable(users.find(eq("_id", grant.toString())).first())
                .map(found -> new UpsUser(found.getString("name")));
    }

    /** The company's users, by application. */
    public Map<Application, UpsUser> of(CompanyId company) {
        return users.find(eq("company", company.value())).limit(MOST_APPLICATIONS).into(new ArrayList<>()).stream()
                .collect(Collectors.toMap(
                        found -> new Application(found.getString("application")),
                        found -> new UpsUser(found.getString("name"))));
    }

    /** Names the grant's user; who names another later is right. */
    public void name(GrantId grant, UpsUser user) {
        users.replaceOne(
                eq("_id", grant.toString()),
                new Document("_id", grant.toString())
                        .append("company", grant.company().value())
                        .append("application", grant.application().value())
                        .append("name", user.name())
                        .append("key", UpsUser.key(user.name()))
                        .append("namedAt", Date.from(clock.instant())),
                new ReplaceOptions().upsert(true));
    }

    /** From now on nobody is named for the grant. */
    public void forget(GrantId grant) {
        users.deleteOne(eq("_id", grant.toString()));
    }

    /** The grants whose admins named one of these users, at most {@link #MOST_COMPANIES}. */
    public List<GrantId> grantsOf(Collection<String> names) {
        return users.find(in("key", names.stream().map(UpsUser::key).toList()))
                .limit(MOST_COMPANIES)
                .map(found -> new GrantId(
                        new CompanyId(found.getString("company")), new Application(found.getString("application"))))
                .into(new ArrayList<>());
    }
}
