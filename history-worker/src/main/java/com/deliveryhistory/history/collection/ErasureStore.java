package com.deliveryhistory.history.collection;

import static com.deliveryhistory.history.collection.CollectionFields.APPLICATION;
import static com.deliveryhistory.history.collection.CollectionFields.BEHIND_SINCE;
import static com.deliveryhistory.history.collection.CollectionFields.CHECKPOINT;
import static com.deliveryhistory.history.collection.CollectionFields.COLLECTION;
import static com.deliveryhistory.history.collection.CollectionFields.COMPANY;
import static com.deliveryhistory.history.collection.CollectionFields.ERASE_AGAIN_AT;
import static com.deliveryhistory.history.collection.CollectionFields.ERASURE;
import static com.deliveryhistory.history.collection.CollectionFields.ERASURE_UNFINISHED;
import static com.deliveryhistory.history.collection.CollectionFields.FAILURES;
import static com.deliveryhistory.history.collection.CollectionFields.FEED_DUE_AT;
import static com.deliveryhistory.history.collection.CollectionFields.FENCE;
import static com.deliveryhistory.history.collection.CollectionFields.GRANT_STATE;
import static com.deliveryhistory.history.collection.CollectionFields.LAST_SUCCESS_AT;
import static com.deliveryhistory.history.collection.CollectionFields.LEASE_OWNER;
import static com.deliveryhistory.history.collection.CollectionFields.LEASE_UNTIL;
import static com.deliveryhistory.history.collection.CollectionFields.NUMBERS_DUE_AT;
import static com.deliveryhistory.history.collection.CollectionFields.PROBLEM;
import static com.deliveryhistory.history.collection.CollectionFields.PROBLEM_KIND;
import static com.deliveryhistory.history.collection.CollectionFields.REFUSED;
import static com.deliveryhistory.history.collection.CollectionFields.RETENTION;
import static com.deliveryhistory.history.collection.CollectionFields.SCANS_DUE_AT;
import static com.deliveryhistory.history.collection.CollectionFields.SCANS_STANDSTILL;
import static com.deliveryhistory.history.collection.CollectionFields.TRACEPARENT;
import static com.deliveryhistory.history.collection.CollectionFields.URGENCY;
import static com.deliveryhistory.history.collection.CollectionFields.WHY_LATE;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.events.GrantState;
import com.deliveryhistory.history.pace.Work;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bson.conversions.Bson;
import org.springframework.stereotype.Component;

/** What is noted in a company's collections of the erasing of its history. */
@Component
final class ErasureStore {

    private static final Bson ACTIVE = Filters.eq(GRANT_STATE, GrantState.ACTIVE);
    private static final Bson NOT_ACTIVE = Filters.ne(GRANT_STATE, GrantState.ACTIVE);

    private final MongoCollection<StoredCollection> collections;

    ErasureStore(MongoDatabase database) {
        this.collections = database.getCollection(COLLECTION, StoredCollection.class);
    }

    List<StoredCollection> of(CompanyId company) {
        return collections
                .find(ofCompany(company))
                .sort(Sorts.ascending(APPLICATION))
                .into(new ArrayList<>());
    }

    /** Leases the collection to erase it; empty while its opt-in is active, or somebody works on it. */
    Optional<StoredCollection> claim(StoredCollection found, String owner, Instant now, Duration lease) {
        return Optional.ofNullable(collections.findOneAndUpdate(
                Filters.and(Filters.eq("_id", found.id()), NOT_ACTIVE, Filters.lte(LEASE_UNTIL, now)),
                Updates.combine(
                        Updates.set(LEASE_UNTIL, now.plus(lease)),
                        Updates.set(LEASE_OWNER, owner),
                        Updates.inc(FENCE, 1L)),
                new FindOneAndUpdateOptions().returnDocument(ReturnDocument.AFTER)));
    }

    /** From now on nothing is collected before the history is erased, whoever does it; {@code false} if the lease is lost. */
    boolean begin(StoredCollection leased, Instant at) {
        return collections
                        .updateOne(
                                Filters.and(Filters.eq("_id", leased.id()), Filters.eq(FENCE, leased.fence())),
                                begun(at))
                        .getMatchedCount()
                > 0;
    }

    /** Something was collected since, so nothing is looked for any more. */
    void neverAgain(StoredCollection leased) {
        collections.updateOne(
                Filters.and(Filters.eq("_id", leased.id()), Filters.eq(FENCE, leased.fence())),
                Updates.unset(ERASE_AGAIN_AT));
    }

    /** The same again, for all of the company's collections, none of whose opt-ins is active. */
    void beginAgain(CompanyId company, Instant at) {
        collections.updateMany(Filters.and(ofCompany(company), NOT_ACTIVE), begun(at));
    }

    /** Due at once, for whoever comes after a process that is killed. */
    private static Bson begun(Instant at) {
        return Updates.combine(
                Updates.set(ERASURE, new Erasure(at, true, null)),
                Updates.set(URGENCY, Work.PARKING.rank()),
                Updates.set(FEED_DUE_AT, at));
    }

    /**
     * Nothing is left: what was collected up to now is forgotten, and whose opt-in is active again begins anew. Takes all
     * leases back, so that nobody goes on from what is no more.
     *
     * @param againAt when it is to be looked for what was put back
     */
    void end(CompanyId company, Instant now, Optional<Instant> againAt) {
        Bson forgotten = Updates.combine(
                Updates.unset(CHECKPOINT),
                Updates.unset(LAST_SUCCESS_AT),
                Updates.unset(WHY_LATE),
                Updates.unset(PROBLEM),
                Updates.unset(PROBLEM_KIND),
                Updates.unset(TRACEPARENT),
                Updates.unset(RETENTION),
                Updates.unset(SCANS_DUE_AT),
                Updates.unset(SCANS_STANDSTILL),
                Updates.unset(NUMBERS_DUE_AT),
                Updates.set(FAILURES, 0),
                Updates.set(ERASURE_UNFINISHED, false),
                Updates.set(LEASE_UNTIL, Instant.EPOCH),
                Updates.inc(FENCE, 1L));
        Bson unfinished = Filters.and(ofCompany(company), Filters.eq(ERASURE_UNFINISHED, true));
        collections.updateMany(
                Filters.and(unfinished, ACTIVE),
                Updates.combine(
                        forgotten,
                        Updates.set(BEHIND_SINCE, now),
                        Updates.set(URGENCY, Work.NEWS.rank()),
                        Updates.set(FEED_DUE_AT, now)));
        collections.updateMany(
                Filters.and(unfinished, NOT_ACTIVE),
                Updates.combine(
                        forgotten,
                        Updates.unset(BEHIND_SINCE),
                        Updates.unset(REFUSED),
                        Updates.set(URGENCY, Work.PARKING.rank()),
                        againAt.map(at ->
                                        Updates.combine(Updates.set(FEED_DUE_AT, at), Updates.set(ERASE_AGAIN_AT, at)))
                                .orElseGet(() ->
                                        Updates.combine(Updates.unset(FEED_DUE_AT), Updates.unset(ERASE_AGAIN_AT)))));
    }

    private static Bson ofCompany(CompanyId company) {
        return Filters.eq(COMPANY, company.value());
    }
}
