package com.deliveryhistory.optin.grants;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.lt;

import com.deliveryhistory.events.Application;
import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.events.EndReason;
import com.deliveryhistory.events.EventEnvelope;
import com.deliveryhistory.events.GrantEvent;
import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.events.GrantState;
import com.deliveryhistory.events.GrantStatus;
import com.deliveryhistory.optin.storage.NamesPeople;
import com.deliveryhistory.optin.storage.OfCompanies;
import com.deliveryhistory.optin.storage.Person;
import com.deliveryhistory.services.storage.AlreadyThere;
import com.deliveryhistory.services.storage.Deletion;
import com.deliveryhistory.services.storage.Indexed;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.Updates;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/** The latest known state of each grant. Only token-manager's events change it, and operators who erase. */
@Repository
public class Grants implements OfCompanies, NamesPeople, Indexed {

    /** Id of the event that made the state known; absent: it is not known. */
    private static final String TOLD_IN = "toldIn";

    private final MongoCollection<Document> grants;

    Grants(MongoDatabase database) {
        this.grants = database.getCollection("grants");
    }

    @Override
    public void createIndexes() {
        grants.createIndex(Indexes.ascending("company"));
    }

    public Optional<KnownGrant> find(GrantId grant) {
        return Optional.ofNullable(
                grants.find(eq("_id", grant.toString())).map(Grants::read).first());
    }

    /** All grants that the company ever had. */
    public List<KnownGrant> of(CompanyId company) {
        return grants.find(eq("company", company.value())).map(Grants::read).into(new ArrayList<>());
    }

    /**
     * Keeps the state unless a newer revision of it is known already.
     *
     * @return whether it is to be passed on: not if it is told again and was known, however often the event is read
     */
    boolean update(EventEnvelope<GrantEvent> change) {
        KnownGrant told = KnownGrant.of(change);
        if (told.status().restatedAt() != null) {
            Document known =
                    grants.find(eq("_id", told.status().grantId().toString())).first();
            if (known != null && !isNews(told, known)) {
                return restate(told, known, change.id());
            }
        }
        replace(told, change.id());
        return true;
    }

    private static boolean isNews(KnownGrant told, Document known) {
        return revision(known) < told.status().revision() && !read(known).saysTheSameAs(told);
    }

    /** Whether it was this event that made it known: those to whom it is passed on may have been cut off. */
    private boolean restate(KnownGrant told, Document known, String event) {
        String toldIn = known.getString(TOLD_IN);
        replace(read(known).restatedBy(told), toldIn);
        return event.equals(toldIn);
    }

    private void replace(KnownGrant grant, @Nullable String toldIn) {
        GrantStatus status = grant.status();
        String id = status.grantId().toString();
        try {
            grants.replaceOne(
                    and(eq("_id", id), lt("revision", status.revision())),
                    write(id, grant, toldIn),
                    new ReplaceOptions().upsert(true));
        } catch (MongoWriteException e) {
            if (!AlreadyThere.is(e)) {
                throw e;
            }
            // the grant is there with this revision or a newer one: nothing to do
        }
    }

    @Override
    public String what() {
        return "grants";
    }

    @Override
    public int eraseSome(CompanyId company) {
        return Deletion.some(grants, eq("company", company.value()), STEP);
    }

    @Override
    public void rename(Person person, String pseudonym) {
        for (KnownGrant known : of(person.company())) {
            if (person.isNamedBy(known.status().authorizedBy())) {
                grants.updateOne(
                        and(
                                eq("_id", known.status().grantId().toString()),
                                eq("authorizedBy", known.status().authorizedBy())),
                        Updates.set("authorizedBy", pseudonym));
            }
        }
    }

    private static Document write(String id, KnownGrant grant, @Nullable String toldIn) {
        GrantStatus status = grant.status();
        Document document = new Document("_id", id)
                .append("company", status.companyId().value())
                .append("application", status.application().value())
                .append("state", status.state().name())
                .append("generation", status.generation())
                .append("revision", status.revision())
                .append("authorizedAt", Date.from(status.authorizedAt()))
                .append("authorizedBy", status.authorizedBy())
                .append("accessTokenExpiresAt", Date.from(status.accessTokenExpiresAt()))
                .append("refreshTokenExpiresAt", Date.from(status.refreshTokenExpiresAt()))
                .append("toldAt", Date.from(grant.toldAt()));
        if (toldIn != null) {
            document.append(TOLD_IN, toldIn);
        }
        if (grant.expiringIn() != null) {
            document.append("expiringIn", grant.expiringIn());
        }
        if (status.reason() != null) {
            document.append("reason", status.reason().name());
        }
        if (status.causedBy() != null) {
            document.append("causedBy", status.causedBy());
        }
        return document;
    }

    private static KnownGrant read(Document document) {
        String reason = document.getString("reason");
        Number expiringIn = document.get("expiringIn", Number.class);
        return new KnownGrant(
                new GrantStatus(
                        new CompanyId(document.getString("company")),
                        new Application(document.getString("application")),
                        GrantState.valueOf(document.getString("state")),
                        reason == null ? null : EndReason.valueOf(reason),
                        document.get("generation", Number.class).longValue(),
                        revision(document),
                        instant(document, "authorizedAt"),
                        document.getString("authorizedBy"),
                        instant(document, "accessTokenExpiresAt"),
                        instant(document, "refreshTokenExpiresAt"),
                        document.getString("causedBy")),
                instant(document, "toldAt"),
                expiringIn == null ? null : expiringIn.intValue());
    }

    private static long revision(Document document) {
        return document.get("revision", Number.class).longValue();
    }

    private static Instant instant(Document document, String field) {
        return document.getDate(field).toInstant();
    }
}
