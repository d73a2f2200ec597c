package com.deliveryhistory.optin.activity;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.ne;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Sorts.descending;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.optin.accounts.Erasures;
import com.deliveryhistory.optin.accounts.Remembrance;
import com.deliveryhistory.optin.storage.Inserts;
import com.deliveryhistory.optin.storage.NamesPeople;
import com.deliveryhistory.optin.storage.OfCompanies;
import com.deliveryhistory.optin.storage.Person;
import com.deliveryhistory.services.storage.Deletion;
import com.deliveryhistory.services.storage.Indexed;
import com.deliveryhistory.services.storage.SignInNames;
import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Updates;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/**
 * The activities of all companies, each company's for itself. Nothing in it is ever changed or removed, unless an operator
 * erases a company, or somebody in it.
 */
@Repository
public class ActivityLog implements OfCompanies, NamesPeople, Indexed {

    /** The details in which somebody may be named, by sign-in name or mail address. */
    private static final List<String> NAMING = List.of("person", "email", "upsUser");

    private static final Bson NEWEST_FIRST = descending("at", "_id");

    private final MongoCollection<Document> activities;
    private final Erasures erasures;

    public ActivityLog(MongoDatabase database, Erasures erasures) {
        this.activities = database.getCollection("activities");
        this.erasures = erasures;
    }

    @Override
    public void createIndexes() {
        activities.createIndex(Indexes.descending("company", "at", "_id"));
        activities.createIndex(Indexes.descending("company", "kind", "at", "_id"));
        activities.createIndex(Indexes.descending("company", "person", "at", "_id"));
    }

    /**
     * Adds an activity. Of somebody who was erased it has the pseudonym, however long ago it began to be told.
     *
     * @param id identifies what happened; adding it again changes nothing
     */
    public void add(String id, Activity activity) {
        Inserts.insertIfAbsent(
                activities,
                new Document("_id", id)
                        .append("company", activity.company().value())
                        .append("at", Date.from(activity.at()))
                        .append("kind", activity.kind().name())
                        .append("by", activity.by())
                        .append("person", SignInNames.key(activity.by()))
                        .append("details", new Document(activity.details())));
        Remembrance remembered = erasures.of(activity.company().value()); // now: the erasing may have been here before
        if (!remembered.pseudonyms().isEmpty()) {
            rename(eq("_id", id), remembered::pseudonymOfErased);
        }
    }

    /** Whether somebody ever did this. */
    public boolean has(CompanyId company, Activity.Kind kind, String by) {
        return activities
                        .find(and(
                                eq("company", company.value()),
                                eq("person", SignInNames.key(by)),
                                eq("kind", kind.name())))
                        .first()
                != null;
    }

    @Override
    public String what() {
        return "activities";
    }

    @Override
    public int eraseSome(CompanyId company) {
        return Deletion.some(activities, eq("company", company.value()), STEP);
    }

    /** The addresses under which somebody was invited who is in the company now. */
    public Set<String> addressesOf(CompanyId company, String signInName) {
        return activities
                .find(and(
                        eq("company", company.value()),
                        eq("kind", Activity.Kind.INVITATION_ACCEPTED.name()),
                        eq("person", SignInNames.key(signInName))))
                .map(activity -> activity.get("details", Document.class).getString("email"))
                .into(new HashSet<>());
    }

    /**
     * What happened stays, also what others did to the person; who it was is not told any more. What says under which
     * address the person was invited comes last, as what is cut off has to be found by that.
     */
    @Override
    public void rename(Person person, String pseudonym) {
        Bson ofCompany = eq("company", person.company().value());
        Bson accepted = eq("kind", Activity.Kind.INVITATION_ACCEPTED.name());
        Function<String, Optional<String>> pseudonyms =
                name -> person.isNamedBy(name) ? Optional.of(pseudonym) : Optional.empty();
        rename(and(ofCompany, ne("kind", Activity.Kind.INVITATION_ACCEPTED.name())), pseudonyms);
        rename(and(ofCompany, accepted), pseudonyms);
    }

    private void rename(Bson which, Function<String, Optional<String>> pseudonyms) {
        activities.find(which).batchSize(500).forEach(activity -> {
            List<Bson> changes = new ArrayList<>();
            pseudonyms.apply(activity.getString("by")).ifPresent(pseudonym -> {
                changes.add(Updates.set("by", pseudonym));
                changes.add(Updates.set("person", SignInNames.key(pseudonym)));
            });
            Document details = activity.get("details", Document.class);
            NAMING.stream()
                    .filter(details::containsKey)
                    .forEach(detail -> pseudonyms
                            .apply(details.getString(detail))
                            .ifPresent(pseudonym -> changes.add(Updates.set("details." + detail, pseudonym))));
            if (!changes.isEmpty()) {
                activities.updateOne(eq("_id", activity.getString("_id")), Updates.combine(changes));
            }
        });
    }

    /** An activity with the id that it was added with. */
    record Entry(String id, Activity activity) {

        Position position() {
            return new Position(activity.at(), id);
        }
    }

    /** Those behind a position, or the newest; {@code limit} at most. */
    List<Entry> page(CompanyId company, ActivityFilter filter, @Nullable Position after, int limit) {
        Bson wanted = wanted(company, filter);
        if (after != null) {
            Date at = Date.from(after.at());
            wanted = and(wanted, or(lt("at", at), and(eq("at", at), lt("_id", after.id()))));
        }
        return find(wanted).limit(limit).map(ActivityLog::read).into(new ArrayList<>());
    }

    /** Gives all of them to the reader, one after the other. */
    void forEach(CompanyId company, ActivityFilter filter, int limit, Consumer<Activity> reader) {
        find(wanted(company, filter))
                .limit(limit)
                .batchSize(500)
                .forEach(document -> reader.accept(read(document).activity()));
    }

    private FindIterable<Document> find(Bson wanted) {
        return activities.find(wanted).sort(NEWEST_FIRST);
    }

    private static Bson wanted(CompanyId company, ActivityFilter filter) {
        List<Bson> all = new ArrayList<>();
        all.add(eq("company", company.value()));
        if (filter.kind() != null) {
            all.add(eq("kind", filter.kind().name()));
        }
        if (filter.person() != null) {
            all.add(eq("person", SignInNames.key(filter.person())));
        }
        if (filter.since() != null) {
            all.add(gte("at", Date.from(filter.since())));
        }
        if (filter.before() != null) {
            all.add(lt("at", Date.from(filter.before())));
        }
        return and(all);
    }

    private static Entry read(Document document) {
        Map<String, String> details = new LinkedHashMap<>();
        document.get("details", Document.class).forEach((name, value) -> details.put(name, String.valueOf(value)));
        return new Entry(
                document.getString("_id"),
                new Activity(
                        new CompanyId(document.getString("company")),
                        document.getDate("at").toInstant(),
                        Activity.Kind.valueOf(document.getString("kind")),
                        document.getString("by"),
                        details));
    }
}
