package com.deliveryhistory.tokens.grants;

import static com.deliveryhistory.tokens.grants.GrantDocuments.APPLICATION;
import static com.deliveryhistory.tokens.grants.GrantDocuments.ATTEMPT;
import static com.deliveryhistory.tokens.grants.GrantDocuments.COMPANY;
import static com.deliveryhistory.tokens.grants.GrantDocuments.ID;
import static com.deliveryhistory.tokens.grants.GrantDocuments.NEXT_REFRESH_AT;
import static com.deliveryhistory.tokens.grants.GrantDocuments.STATE;
import static com.deliveryhistory.tokens.grants.GrantDocuments.UNREADABLE_SINCE;
import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lte;

import com.deliveryhistory.events.Application;
import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.events.GrantState;
import com.deliveryhistory.tokens.grants.Dossier.Waiting;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/** Reads grants the way operators ask for them. Every list is served by an index and costs as much as it is long. */
public final class Dossiers {

    private static final List<String> STATES =
            Stream.of(GrantState.values()).map(GrantState::name).toList();

    private final MongoCollection<Document> grants;

    public Dossiers(MongoCollection<Document> grants) {
        this.grants = grants;
    }

    /** Empty if nothing is stored of it. */
    public Optional<Dossier> find(GrantId id) {
        return Optional.ofNullable(grants.find(eq(ID, id.toString())).first()).map(Dossiers::read);
    }

    /** In the order of their ids; those that are due, longest due first. */
    public List<Dossier> list(Selection selection) {
        List<Bson> filters = new ArrayList<>();
        if (selection.company() != null) {
            filters.add(eq(COMPANY, selection.company().value()));
        }
        if (selection.dueAt() != null) {
            filters.add(lte(NEXT_REFRESH_AT, Date.from(selection.dueAt())));
        }
        if (selection.state() != null || selection.application() != null || selection.dueAt() != null) {
            // lists of values, so that the indexes on state and application serve the order too
            List<String> states = states(selection);
            filters.add(in(STATE, states));
            filters.add(in(
                    APPLICATION,
                    selection.application() == null
                            ? applications(states)
                            : List.of(selection.application().value())));
        }
        if (selection.after() != null) {
            filters.add(gt(ID, selection.after().toString()));
        }
        return grants.find(filters.isEmpty() ? Filters.empty() : and(filters))
                .sort(Sorts.ascending(selection.dueAt() == null ? ID : NEXT_REFRESH_AT))
                .limit(selection.limit())
                .map(Dossiers::read)
                .into(new ArrayList<>());
    }

    /** Only active grants fall due. */
    private static List<String> states(Selection selection) {
        if (selection.state() != null) {
            return List.of(selection.state().name());
        }
        return selection.dueAt() == null ? STATES : List.of(GrantState.ACTIVE.name());
    }

    private Set<String> applications(List<String> states) {
        Set<String> applications = new HashSet<>();
        for (String state : states) {
            grants.distinct(APPLICATION, eq(STATE, state), String.class).into(applications);
        }
        return applications;
    }

    private static Dossier read(Document document) {
        Document lease = document.get("lease", Document.class);
        Long fence = lease == null ? null : GrantDocuments.number(lease, "fence");
        Document attempt = document.get(ATTEMPT, Document.class);
        List<Waiting> readable = EventDocuments.readable(document);
        return new Dossier(
                GrantDocuments.read(document),
                fence == null ? 0 : fence,
                attempt == null ? null : GrantDocuments.readAttempt(attempt),
                GrantDocuments.instant(document, UNREADABLE_SINCE),
                readable,
                EventDocuments.of(document).size() - readable.size());
    }

    /**
     * Which grants are asked for; {@code null} is any.
     *
     * @param dueAt only those whose refresh is due by then
     * @param after only those whose id comes after this one, as the next page does; not together with {@code dueAt}
     */
    public record Selection(
            @Nullable GrantState state,
            @Nullable Application application,
            @Nullable CompanyId company,
            @Nullable Instant dueAt,
            @Nullable GrantId after,
            int limit) {}
}
