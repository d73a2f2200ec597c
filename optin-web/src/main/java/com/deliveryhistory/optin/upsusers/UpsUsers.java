package com.deliveryhistory.optin.upsusers;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Updates.set;

import com.deliveryhistory.events.Application;
import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.optin.accounts.Erasures;
import com.deliveryhistory.optin.grants.Grants;
import com.deliveryhistory.optin.grants.KnownGrant;
import com.deliveryhistory.optin.storage.OfCompanies;
import com.deliveryhistory.optin.upsusers.NamedUser.Of;
import com.deliveryhistory.services.storage.Deletion;
import com.deliveryhistory.services.storage.Indexed;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.ReplaceOptions;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/**
 * The UPS.com user of each grant, as the company's admins named it. Kept beside the opt-in instead of in it: a name may
 * be given before or after the opt-in, and a mistyped one is put right without another log-in at UPS.com. It serves to
 * find the companies that a security event concerns, and nothing else; several may name the same user.
 */
@Repository
public class UpsUsers implements OfCompanies, Indexed {

    /** More companies than this never share a UPS.com user; so many are told of what happens to one. */
    public static final int MOST_COMPANIES = 1_000;

    private static final int MOST_APPLICATIONS = 100;

    /** When the opt-in was authorised that the name holds for; absent: the next one. */
    private static final String OPT_IN = "optIn";

    private final MongoCollection<Document> users;
    private final Grants grants;
    private final Erasures erasures;
    private final Clock clock;

    UpsUsers(MongoDatabase database, Grants grants, Erasures erasures, Clock clock) {
        this.users = database.getCollection("upsUsers");
        this.grants = grants;
        this.erasures = erasures;
        this.clock = clock;
    }

    @Override
    public void createIndexes() {
        users.createIndex(Indexes.ascending("key"));
        users.createIndex(Indexes.ascending("company"));
    }

    public Optional<NamedUser> find(GrantId grant) {
        return Optional.ofNullable(users.find(eq("_id", grant.toString())).first())
                .map(found -> read(found, grants.find(grant).orElse(null)));
    }

    /** The company's users, by application. */
    public Map<Application, NamedUser> of(CompanyId company) {
        Map<Application, KnownGrant> known = grants.of(company).stream()
                .collect(Collectors.toMap(grant -> grant.status().application(), grant -> grant));
        Map<Application, NamedUser> named = new LinkedHashMap<>();
        for (Document found : users.find(eq("company", company.value()))
                .limit(MOST_APPLICATIONS)
                .into(new ArrayList<>())) {
            var application = new Application(found.getString("application"));
            named.put(application, read(found, known.get(application)));
        }
        return named;
    }

    /** Names the grant's user: of the opt-in that is in force, or else of the next one. Who names another later is right. */
    public void name(GrantId grant, UpsUser user) {
        Document document = new Document("_id", grant.toString())
                .append("company", grant.company().value())
                .append("application", grant.application().value())
                .append("name", user.name())
                .append("key", UpsUser.key(user.name()))
                .append("namedAt", Date.from(clock.instant()));
        activeSince(grant).ifPresent(authorizedAt -> document.append(OPT_IN, Date.from(authorizedAt)));
        users.replaceOne(eq("_id", grant.toString()), document, new ReplaceOptions().upsert(true));
        optedIn(grant); // it may have become active since it was looked at
    }

    /** A name that waited for an opt-in holds for the one that is in force, if there is one. */
    void optedIn(GrantId grant) {
        activeSince(grant)
                .ifPresent(authorizedAt -> users.updateOne(
                        and(eq("_id", grant.toString()), eq(OPT_IN, null)), set(OPT_IN, Date.from(authorizedAt))));
    }

    private Optional<Instant> activeSince(GrantId grant) {
        return grants.find(grant)
                .filter(KnownGrant::isActive)
                .map(active -> active.status().authorizedAt());
    }

    /** From now on nobody is named for the grant. */
    public void forget(GrantId grant) {
        users.deleteOne(eq("_id", grant.toString()));
    }

    @Override
    public String what() {
        return "upsUsers";
    }

    @Override
    public int eraseSome(CompanyId company) {
        return Deletion.some(users, eq("company", company.value()), STEP);
    }

    /**
     * The grants whose admins named one of these users, at most {@link #MOST_COMPANIES}; none of a company that is being
     * erased.
     */
    public Map<GrantId, NamedUser> named(Collection<String> names) {
        Map<GrantId, NamedUser> named = new LinkedHashMap<>();
        for (Document found : users.find(
                        in("key", names.stream().map(UpsUser::key).toList()))
                .limit(MOST_COMPANIES)
                .into(new ArrayList<>())) {
            var grant = new GrantId(
                    new CompanyId(found.getString("company")), new Application(found.getString("application")));
            if (!erasures.of(grant.company().value()).isGone()) {
                named.put(grant, read(found, grants.find(grant).orElse(null)));
            }
        }
        return named;
    }

    private static NamedUser read(Document document, @Nullable KnownGrant grant) {
        Date optIn = document.getDate(OPT_IN);
        return new NamedUser(
                new UpsUser(document.getString("name")), of(optIn == null ? null : optIn.toInstant(), grant));
    }

    private static Of of(@Nullable Instant optIn, @Nullable KnownGrant grant) {
        if (optIn == null) {
            return Of.NEXT_OPT_IN;
        }
        return grant == null || grant.status().authorizedAt().equals(optIn) ? Of.PRESENT_OPT_IN : Of.EARLIER_OPT_IN;
    }
}
