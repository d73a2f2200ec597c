package com.deliveryhistory.history.collection;

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

    private static final String ERASURE = "erasure";
    private static final String UNFINISHED = "erasure.unfinished";
    private static final String AGAIN_AT = "erasure.againAt";
    private static final String LEASE_UNTIL = "leaseUntil";
    private static final String FENCE = "fence";

    private static final Bson ACTIVE = Filters.eq("grantState", GrantState.ACTIVE);
    private static final Bson NOT_ACTIVE = Filters.ne("grantState", GrantState.ACTIVE);

    private final MongoCollection<StoredCollection> collections;

    ErasureStore(MongoDatabase database) {
        this.collections = database.getCollection("collections", StoredCollection.class);
    }

    List<StoredCollection> of(CompanyId company) {
        return collections
                .find(ofCompany(company))
                .sort(Sorts.ascending("application"))
                .into(new ArrayList<>());
    }

    /** Leases the collection to erase it; empty while its opt-in is active, or somebody works on it. */
    Optional<StoredCollection> claim(StoredCollection found, String owner, Instant now, Duration lease) {
        return Optional.ofNullable(collections.findOneAndUpdate(
                Filters.and(Filters.eq("_id", found.id()), NOT_ACTIVE, Filters.lte(LEASE_UNTIL, now)),
                Updates.combine(
                        Updates.set(LEASE_UNTIL, now.plus(lease)),
                        Updates.set("leaseOwner", owner),
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
                Updates.unset(AGAIN_AT));
    }

    /** The same again, for all of the company's collections, none of whose opt-ins is active. */
    void beginAgain(CompanyId company, Instant at) {
        collections.updateMany(Filters.and(ofCompany(company), NOT_ACTIVE), begun(at));
    }

    /** Due at once, for whoever comes after a process that is killed. */
    private static Bson begun(Instant at) {
        return Updates.combine(
                Updates.set(ERASURE, new Erasure(at, true, null)),
                Updates.set("urgency", Work.PARKING.rank()),
                Updates.set("dueAt", at));
    }

    /**
     * Nothing is left: what was collected up to now is forgotten, and whose opt-in is active again begins anew. Takes all
     * leases back, so that nobody goes on from what is no more.
     *
     * @param againAt when it is to be looked for what was put back
     */
    void end(CompanyId company, Instant now, Optional<Instant> againAt) {
        Bson forgotten = Updates.combine(
                Updates.unset("checkpoint"),
                Updates.unset("lastSuccessAt"),
                Updates.unset("whyLate"),
                Updates.unset("problem"),
                Updates.unset("traceparent"),
                Updates.unset("retention"),
                Updates.unset("scansDueAt"),
                Updates.unset("numbersDueAt"),
                Updates.set("failures", 0),
                Updates.set(UNFINISHED, false),
                Updates.set(LEASE_UNTIL, Instant.EPOCH),
                Updates.inc(FENCE, 1L));
        Bson unfinished = Filters.and(ofCompany(company), Filters.eq(UNFINISHED, true));
        collections.updateMany(
                Filters.and(unfinished, ACTIVE),
                Updates.combine(
                        forgotten,
                        Updates.set("behindSince", now),
                        Updates.set("urgency", Work.NEWS.rank()),
                        Updates.set("dueAt", now)));
        collections.updateMany(
                Filters.and(unfinished, NOT_ACTIVE),
                Updates.combine(
                        forgotten,
                        Updates.unset("behindSince"),
                        Updates.unset("refused"),
                        Updates.set("urgency", Work.PARKING.rank()),
                        againAt.map(at -> Updates.combine(Updates.set("dueAt", at), Updates.set(AGAIN_AT, at)))
                                .orElseGet(() -> Updates.combine(Updates.unset("dueAt"), Updates.unset(AGAIN_AT)))));
    }

    private static Bson ofCompany(CompanyId company) {
        return Filters.eq("companyId", company.value());
    }
}
