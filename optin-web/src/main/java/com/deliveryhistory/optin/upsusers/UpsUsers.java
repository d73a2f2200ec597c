package com.deliveryhistory.optin.upsusers;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.unset;

import com.deliveryhistory.events.Application;
import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.optin.accounts.Erasures;
import com.deliveryhistory.optin.grants.Grants;
import com.deliveryhistory.optin.grants.KnownGrant;
import com.deliveryhistory.optin.storage.NamesPeople;
import com.deliveryhistory.optin.storage.OfCompanies;
import com.deliveryhistory.optin.storage.Person;
import com.deliveryhistory.optin.storage.UntoldFacts;
import com.deliveryhistory.optin.upsusers.NamedUser.Of;
import com.deliveryhistory.services.storage.Deletion;
import com.deliveryhistory.services.storage.Indexed;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.UpdateOptions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/**
 * The UPS.com user of each grant, as the company's admins named it. Kept beside the opt-in instead of in it: a name may
 * be given before or after the opt-in, and a mistyped one is put right without another log-in at UPS.com. It serves to
 * find the companies that a security event concerns, and nothing else; several may name the same user. The write that names a
 * user notes that it is to be told.
 */
@Repository
public class UpsUsers implements OfCompanies, NamesPeople, Indexed {

    /** More companies than this never share a UPS.com user; so many are told of what happens to one. */
    public static final int MOST_COMPANIES = 1_000;

    private static final int MOST_APPLICATIONS = 100;

    /** When the opt-in was authorised that the name holds for; absent: the next one. */
    private static final String OPT_IN = "optIn";

    private static final String NAMED_AT = "namedAt";
    private static final String UNTOLD = "untoldNames";
    private static final String ID = "id";
    private static final String UPS_USER = "upsUser";
    private static final String BY = "by";

    private final MongoCollection<Document> users;
    private final UntoldFacts untold;
    private final Grants grants;
    private final Erasures erasures;

    UpsUsers(MongoDatabase database, Grants grants, Erasures erasures) {
        this.users = database.getCollection("upsUsers");
        this.untold = new UntoldFacts(users, UNTOLD, ID);
        this.grants = grants;
        this.erasures = erasures;
    }

    @Override
    public void createIndexes() {
        users.createIndex(Indexes.ascending("key"));
        users.createIndex(Indexes.ascending("company"));
        untold.createIndex();
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

    /**
     * An admin names a user.
     *
     * @param id names the naming
     * @param upsUser as it was written
     * @param by the admin's sign-in name
     */
    record Naming(String id, GrantId grant, String upsUser, String by, Instant at) {}

    /** Names the grant's user: of the opt-in that is in force, or else of the next one. Who names another later is right. */
    void name(Naming naming) {
        GrantId grant = naming.grant();
        users.updateOne(
                eq("_id", grant.toString()),
                combine(
                        set("company", grant.company().value()),
                        set("application", grant.application().value()),
                        set("name", naming.upsUser()),
                        set("key", UpsUser.key(naming.upsUser())),
                        set(NAMED_AT, Date.from(naming.at())),
                        activeSince(grant)
                                .map(authorizedAt -> set(OPT_IN, Date.from(authorizedAt)))
                                .orElseGet(() -> unset(OPT_IN)),
                        untold.note(
                                naming.id(),
                                naming.at(),
                                new Document(UPS_USER, naming.upsUser()).append(BY, naming.by()))),
                new UpdateOptions().upsert(true));
        optedIn(grant); // it may have become active since it was looked at
    }

    /** Everybody was told. */
    void told(Naming naming) {
        untold.told(naming.grant().toString(), naming.id());
    }

    /** What was named for the grant, and perhaps not told. */
    List<Naming> untoldOf(GrantId grant) {
        return untold.of(grant.toString()).stream()
                .map(fact -> naming(grant, fact))
                .toList();
    }

    /** Some of what was named before then, and not told; none of a company that is being erased. */
    List<Naming> cutOff(Instant before) {
        return untold.cutOff(before).stream()
                .flatMap(named -> untold.in(named).stream().map(fact -> naming(grant(named), fact)))
                .filter(naming -> naming.at().isBefore(before)
                        && !erasures.of(naming.grant().company().value()).isGone())
                .toList();
    }

    private Naming naming(GrantId grant, Document fact) {
        return new Naming(untold.id(fact), grant, fact.getString(UPS_USER), fact.getString(BY), UntoldFacts.at(fact));
    }

    /** When the user was named that is named now. */
    Optional<Instant> namedAt(GrantId grant) {
        return Optional.ofNullable(users.find(eq("_id", grant.toString())).first())
                .map(named -> Objects.requireNonNull(named.getDate(NAMED_AT)).toInstant());
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

    /** From now on nobody is named for the grant, unless somebody was since then. */
    void forget(GrantId grant, Instant namedAt) {
        users.deleteOne(and(eq("_id", grant.toString()), eq(NAMED_AT, Date.from(namedAt))));
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
            GrantId grant = grant(found);
            if (!erasures.of(grant.company().value()).isGone()) {
                named.put(grant, read(found, grants.find(grant).orElse(null)));
            }
        }
        return named;
    }

    @Override
    public void rename(Person person, String pseudonym) {
        untold.rename(eq("company", person.company().value()), List.of(UPS_USER, BY), person, pseudonym);
    }

    private static GrantId grant(Document named) {
        return new GrantId(new CompanyId(named.getString("company")), new Application(named.getString("application")));
    }

    private static NamedUser read(Document document, @Nullable KnownGrant grant) {
        Date optIn = document.getDate(OPT_IN);
        return new NamedUser(
                new UpsUser(document.getString("name")),
                of(optIn == null ? null : optIn.toInstant(), grant),
                grant != null && grant.isActive() ? grant.status().authorizedAt() : null);
    }

    private static Of of(@Nullable Instant optIn, @Nullable KnownGrant grant) {
        if (optIn == null) {
            return Of.NEXT_OPT_IN;
        }
        return grant == null || grant.status().authorizedAt().equals(optIn) ? Of.PRESENT_OPT_IN : Of.EARLIER_OPT_IN;
    }
}
