package com.deliveryhistory.history.collection;

import static com.deliveryhistory.history.collection.CollectionFields.APPLICATION;
import static com.deliveryhistory.history.collection.CollectionFields.COLLECTION;
import static com.deliveryhistory.history.collection.CollectionFields.COMPANY;
import static com.deliveryhistory.history.collection.CollectionFields.FEED_DUE_AT;
import static com.deliveryhistory.history.collection.CollectionFields.GRANT_STATE;
import static com.deliveryhistory.history.collection.CollectionFields.LEASE_UNTIL;
import static com.deliveryhistory.history.collection.CollectionFields.REFUSED;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.events.GrantState;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoCursor;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The collections as operators ask for them. A list costs as much as it is long. */
@Component
public final class StandingStore {

    private final MongoCollection<StoredCollection> collections;

    public StandingStore(MongoDatabase database) {
        this.collections = database.getCollection(COLLECTION, StoredCollection.class);
    }

    /**
     * Some companies, in the order of their ids, each with all of its applications.
     *
     * @param next the last of them, if there are more; else absent
     */
    public record Page(List<Standing> standings, @Nullable CompanyId next) {}

    /**
     * A page of companies.
     *
     * @param after {@code null}: from the first company on
     */
    public Page page(@Nullable CompanyId after, int companies) {
        List<Standing> standings = new ArrayList<>();
        Set<CompanyId> seen = new HashSet<>();
        try (MongoCursor<StoredCollection> found = collections
                .find(Filters.gt(COMPANY, after == null ? "" : after.value()))
                .sort(Sorts.ascending(COMPANY, APPLICATION))
                .batchSize(companies + 1)
                .cursor()) {
            while (found.hasNext()) {
                Standing standing = Standing.of(found.next());
                if (seen.add(standing.grant().company()) && seen.size() > companies) {
                    return new Page(standings, standings.getLast().grant().company());
                }
                standings.add(standing);
            }
        }
        return new Page(standings, null);
    }

    /** Those of one company, by application. */
    public List<Standing> of(CompanyId company) {
        return collections
                .find(Filters.eq(COMPANY, company.value()))
                .sort(Sorts.ascending(APPLICATION))
                .map(Standing::of)
                .into(new ArrayList<>());
    }

    /** The feed is looked at as soon as there is a place; {@code false} if it is parked, or a turn is under way. */
    public boolean makeDue(GrantId grant, Instant now) {
        return collections
                        .updateOne(
                                Filters.and(
                                        Filters.eq("_id", grant.toString()),
                                        Filters.eq(GRANT_STATE, GrantState.ACTIVE),
                                        Filters.exists(REFUSED, false),
                                        Filters.lte(LEASE_UNTIL, now)),
                                Updates.min(FEED_DUE_AT, now))
                        .getMatchedCount()
                > 0;
    }
}
