package com.deliveryhistory.history.collection;

import static com.deliveryhistory.history.collection.CollectionFields.APPLICATION;
import static com.deliveryhistory.history.collection.CollectionFields.BEHIND_SINCE;
import static com.deliveryhistory.history.collection.CollectionFields.COLLECTION;
import static com.deliveryhistory.history.collection.CollectionFields.FEED_DUE_AT;
import static com.deliveryhistory.history.collection.CollectionFields.GRANT_STATE;
import static com.deliveryhistory.history.collection.CollectionFields.NUMBERS_DUE_AT;
import static com.deliveryhistory.history.collection.CollectionFields.SCANS_DUE_AT;
import static com.deliveryhistory.history.collection.CollectionFields.SCANS_STANDSTILL_SINCE;
import static com.deliveryhistory.history.collection.CollectionFields.URGENCY;

import com.deliveryhistory.events.Application;
import com.deliveryhistory.events.GrantState;
import com.deliveryhistory.history.pace.Work;
import com.deliveryhistory.services.storage.Indexed;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.CountOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** How collecting keeps up. What it counts costs as much as there is to count, and ends at 100,000. */
@Component
final class BacklogStore implements Indexed {

    /** Nobody does anything else because of more. */
    private static final CountOptions BOUNDED = new CountOptions().limit(100_000);

    private final MongoCollection<Document> collections;

    BacklogStore(MongoDatabase database) {
        this.collections = database.getCollection(COLLECTION);
    }

    @Override
    public void createIndexes() {
        collections.createIndex(Indexes.ascending(APPLICATION, GRANT_STATE, BEHIND_SINCE));
        collections.createIndex(Indexes.ascending(APPLICATION, SCANS_STANDSTILL_SINCE));
    }

    /**
     * Companies.
     *
     * @param count how many, at most 100,000
     * @param oldest since when the first of them is one; {@code null} if there is none
     */
    record Companies(long count, @Nullable Instant oldest) {}

    /** Those that are due for some work. */
    Companies due(Application application, Work work, Instant now) {
        return switch (work) {
            case PARKING, NEWS, FEED ->
                since(Filters.and(of(application), Filters.eq(URGENCY, work.rank())), FEED_DUE_AT, now);
            case SCANS -> since(of(application), SCANS_DUE_AT, now);
            case NUMBERS -> since(of(application), NUMBERS_DUE_AT, now);
        };
    }

    /** Those whose grant is active and whose history is not complete up to now. */
    Companies behind(Application application, Instant now) {
        Bson active = Filters.and(of(application), Filters.eq(GRANT_STATE, GrantState.ACTIVE.name()));
        return since(active, BEHIND_SINCE, now);
    }

    /** Those whose delivered packages wait for their scans in vain. */
    Companies scansStandStill(Application application, Instant now) {
        return since(of(application), SCANS_STANDSTILL_SINCE, now);
    }

    /** Those whose grant is not active, or for which token-manager says so. */
    long parked(Application application, Instant now) {
        Bson notDue = Filters.or(Filters.eq(FEED_DUE_AT, null), Filters.gt(FEED_DUE_AT, now));
        return collections.countDocuments(
                Filters.and(of(application), Filters.eq(URGENCY, Work.PARKING.rank()), notDue), BOUNDED);
    }

    private Companies since(Bson which, String field, Instant now) {
        Bson those = Filters.and(which, Filters.lte(field, now));
        Document first = collections
                .find(those)
                .sort(Sorts.ascending(field))
                .projection(Projections.include(field))
                .first();
        Date oldest = first == null ? null : first.getEmbedded(List.of(field.split("\\.", -1)), Date.class);
        return oldest == null
                ? new Companies(0, null)
                : new Companies(collections.countDocuments(those, BOUNDED), oldest.toInstant());
    }

    private static Bson of(Application application) {
        return Filters.eq(APPLICATION, application.value());
    }
}
