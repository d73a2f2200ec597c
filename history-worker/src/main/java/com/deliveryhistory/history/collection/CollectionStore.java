package com.deliveryhistory.history.collection;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.events.GrantState;
import com.deliveryhistory.events.GrantStatus;
import com.deliveryhistory.history.storage.Indexed;
import com.mongodb.DuplicateKeyException;
import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The collections of all companies. Alone knows how their documents look; every write carries its guard. */
@Component
final class CollectionStore implements Indexed {

    /** Further away than any turn: of a collection that waits for its grant. */
    private static final Instant NEVER = Instant.parse("9999-01-01T00:00:00Z");

    private final MongoCollection<StoredCollection> collections;

    CollectionStore(MongoDatabase database) {
        this.collections = database.getCollection("collections", StoredCollection.class);
    }

    @Override
    public void createIndexes() {
        collections.createIndex(Indexes.ascending("dueAt", "leaseUntil"));
        collections.createIndex(Indexes.ascending("companyId", "application"));
        collections.createIndex(Indexes.ascending("leaseOwner"));
    }

    /**
     * Takes over a grant's state if it is newer than what is known, and gives the collection a turn at once: to collect,
     * or to finish and park.
     *
     * @param activated whether tokens became valid, which leaves the history behind until it is collected
     */
    boolean follow(GrantStatus grant, boolean activated, Instant now) {
        List<Bson> changes = new ArrayList<>(List.of(
                Updates.set("companyId", grant.companyId().value()),
                Updates.set("application", grant.application().value()),
                Updates.set("grantState", grant.state()),
                grant.reason() == null
                        ? Updates.unset("endReason")
                        : Updates.set("endReason", grant.reason().name()),
                Updates.set("revision", grant.revision()),
                Updates.unset("refused"),
                Updates.set("dueAt", now),
                Updates.set("failures", 0),
                Updates.setOnInsert("leaseUntil", Instant.EPOCH),
                Updates.setOnInsert("fence", 0L)));
        if (grant.state() == GrantState.ACTIVE) {
            changes.add(Updates.set("feedDueAt", now));
            changes.add(Updates.unset("problem"));
            changes.add(activated ? Updates.set("behindSince", now) : Updates.setOnInsert("behindSince", now));
        }
        try {
            collections.updateOne(
                    Filters.and(
                            Filters.eq("_id", grant.grantId().toString()), Filters.lt("revision", grant.revision())),
                    Updates.combine(changes),
                    new UpdateOptions().upsert(true));
            return true;
        } catch (DuplicateKeyException e) {
            return false; // it is there, and not older
        } catch (MongoWriteException e) {
            if (e.getError().getCategory() == ErrorCategory.DUPLICATE_KEY) {
                return false;
            }
            throw e;
        }
    }

    /** Gives a company's collections a turn at once, those whose grant is active. */
    boolean numbersWait(CompanyId company, Instant now) {
        Bson active = Filters.and(
                Filters.eq("companyId", company.value()),
                Filters.eq("grantState", GrantState.ACTIVE),
                Filters.exists("refused", false),
                Filters.gt("dueAt", now));
        return collections.updateMany(active, Updates.set("dueAt", now)).getMatchedCount() > 0;
    }

    /** Leases the collection that has been waiting longest, if one is due. */
    Optional<StoredCollection> claim(String owner, Instant now, Duration lease) {
        return Optional.ofNullable(collections.findOneAndUpdate(
                Filters.and(Filters.lte("dueAt", now), Filters.lte("leaseUntil", now)),
                Updates.combine(
                        Updates.set("leaseUntil", now.plus(lease)),
                        Updates.set("leaseOwner", owner),
                        Updates.inc("fence", 1L)),
                new FindOneAndUpdateOptions().sort(Sorts.ascending("dueAt")).returnDocument(ReturnDocument.AFTER)));
    }

    /** Takes back what an earlier life of this instance had: it will not give a sign of life again. */
    long inherit(String owner) {
        return collections
                .updateMany(
                        Filters.and(Filters.eq("leaseOwner", owner), Filters.gt("leaseUntil", Instant.EPOCH)),
                        Updates.combine(Updates.set("leaseUntil", Instant.EPOCH), Updates.inc("fence", 1L)))
                .getModifiedCount();
    }

    /** A sign of life from who works on it. */
    boolean prolong(StoredCollection leased, Instant until) {
        Bson notGivenBack = Filters.gt("leaseUntil", Instant.EPOCH);
        return changed(Filters.and(held(leased), notGivenBack), Updates.set("leaseUntil", until));
    }

    /** Whether the lease still holds and the grant is as it was when the turn began. */
    boolean mayGoOn(StoredCollection leased) {
        return collections.find(unchanged(leased)).first() != null;
    }

    /** Keeps how far the turn has come; {@code false} if somebody else has the collection now. */
    boolean save(StoredCollection leased, Checkpoint checkpoint) {
        return changed(held(leased), Updates.set("checkpoint", checkpoint));
    }

    boolean fellBehind(StoredCollection leased, Instant since) {
        return changed(held(leased), Updates.set("behindSince", since));
    }

    /** The history is complete up to now. */
    boolean caughtUp(StoredCollection leased, Instant now) {
        return changed(
                held(leased),
                Updates.combine(
                        Updates.set("lastSuccessAt", now),
                        Updates.set("failures", 0),
                        Updates.unset("behindSince"),
                        Updates.unset("whyLate"),
                        Updates.unset("problem")));
    }

    /** Ends a turn. If the grant has changed meanwhile, the next turn stays due at once. */
    void release(StoredCollection leased, Instant dueAt, Instant feedDueAt) {
        boolean scheduled = changed(
                unchanged(leased),
                Updates.combine(
                        Updates.set("dueAt", dueAt),
                        Updates.set("feedDueAt", feedDueAt),
                        Updates.set("leaseUntil", Instant.EPOCH)));
        if (!scheduled) {
            release(leased);
        }
    }

    /** Ends a turn that failed: the next one is no earlier than this, unless the grant has changed meanwhile. */
    void releaseFailed(StoredCollection leased, Instant dueAt, String problem) {
        boolean scheduled = changed(
                sameGrant(leased),
                Updates.combine(
                        Updates.set("dueAt", dueAt),
                        Updates.set("feedDueAt", dueAt),
                        Updates.set("problem", problem),
                        Updates.set("whyLate", problem),
                        Updates.inc("failures", 1),
                        Updates.set("leaseUntil", Instant.EPOCH)));
        if (!scheduled) {
            release(leased);
        }
    }

    /** Ends a turn without a next one: it comes with the grant's next change. */
    void park(StoredCollection leased, String why, @Nullable String refused) {
        List<Bson> changes = new ArrayList<>(List.of(
                Updates.set("dueAt", NEVER),
                Updates.set("whyLate", why),
                Updates.unset("problem"),
                Updates.set("leaseUntil", Instant.EPOCH)));
        if (refused != null) {
            changes.add(Updates.set("refused", refused));
        }
        if (!changed(sameGrant(leased), Updates.combine(changes))) {
            release(leased);
        }
    }

    /** Ends a turn early; the next one is due as it was. */
    void release(StoredCollection leased) {
        changed(held(leased), Updates.set("leaseUntil", Instant.EPOCH));
    }

    List<Coverage> coverages(CompanyId company) {
        return collections
                .find(Filters.eq("companyId", company.value()))
                .sort(Sorts.ascending("application"))
                .map(CollectionStore::coverage)
                .into(new ArrayList<>());
    }

    Backlog backlog(Instant now) {
        Bson due = Filters.lte("dueAt", now);
        StoredCollection first =
                collections.find(due).sort(Sorts.ascending("dueAt")).first();
        return new Backlog(
                collections.countDocuments(due),
                first == null ? Duration.ZERO : Duration.between(first.dueAt(), now),
                collections.countDocuments(Filters.gte("dueAt", NEVER)));
    }

    private static Coverage coverage(StoredCollection stored) {
        Checkpoint progress = stored.progress();
        boolean active = stored.isActive();
        return new Coverage(
                stored.application(),
                progress.coveredFrom(),
                progress.coveredTo(),
                stored.lastSuccessAt(),
                active ? stored.feedDueAt() : null,
                active ? Coverage.State.COLLECTING : Coverage.State.PARKED,
                active ? stored.problem() : stored.parkedBecause(),
                progress.lost());
    }

    private boolean changed(Bson guard, Bson change) {
        return collections.updateOne(guard, change).getMatchedCount() > 0;
    }

    private static Bson held(StoredCollection leased) {
        return Filters.and(Filters.eq("_id", leased.id()), Filters.eq("fence", leased.fence()));
    }

    private static Bson sameGrant(StoredCollection leased) {
        return Filters.and(held(leased), Filters.eq("revision", leased.revision()));
    }

    private static Bson unchanged(StoredCollection leased) {
        return Filters.and(sameGrant(leased), Filters.eq("grantState", GrantState.ACTIVE));
    }
}
