package com.deliveryhistory.history.collection;

import com.deliveryhistory.events.Application;
import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.events.GrantState;
import com.deliveryhistory.events.GrantStatus;
import com.deliveryhistory.history.collection.LostSpan.Delay;
import com.deliveryhistory.history.pace.Work;
import com.deliveryhistory.history.storage.Indexed;
import com.deliveryhistory.services.tracing.Traces;
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

    private static final String URGENCY = "urgency";
    private static final String FEED_DUE_AT = "dueAt";
    private static final String SCANS_DUE_AT = "scansDueAt";
    private static final String NUMBERS_DUE_AT = "numbersDueAt";
    private static final String TRACEPARENT = "traceparent";
    private static final String LEASE_UNTIL = "leaseUntil";

    private final MongoCollection<StoredCollection> collections;

    CollectionStore(MongoDatabase database) {
        this.collections = database.getCollection("collections", StoredCollection.class);
    }

    @Override
    public void createIndexes() {
        collections.createIndex(Indexes.ascending("application", URGENCY, FEED_DUE_AT, LEASE_UNTIL));
        collections.createIndex(Indexes.ascending("application", SCANS_DUE_AT, LEASE_UNTIL));
        collections.createIndex(Indexes.ascending("application", NUMBERS_DUE_AT, LEASE_UNTIL));
        collections.createIndex(Indexes.ascending("companyId", "application"));
        collections.createIndex(Indexes.ascending("leaseOwner"));
    }

    /**
     * Takes over a grant's state if it is newer than what is known, and gives the collection a turn at once: to collect,
     * or to finish and park.
     *
     * @param activated whether tokens became valid, which leaves the history behind until it is collected; that is a part
     *     of the trace that this is
     */
    boolean follow(GrantStatus grant, boolean activated, Instant now) {
        boolean active = grant.state() == GrantState.ACTIVE;
        Work work = activated ? Work.NEWS : active ? Work.FEED : Work.PARKING;
        List<Bson> changes = new ArrayList<>(List.of(
                Updates.set("companyId", grant.companyId().value()),
                Updates.set("application", grant.application().value()),
                Updates.set("grantState", grant.state()),
                grant.reason() == null
                        ? Updates.unset("endReason")
                        : Updates.set("endReason", grant.reason().name()),
                Updates.set("revision", grant.revision()),
                Updates.unset("refused"),
                Updates.set(URGENCY, work.rank()),
                Updates.set(FEED_DUE_AT, now),
                Updates.set("failures", 0),
                Updates.setOnInsert(LEASE_UNTIL, Instant.EPOCH),
                Updates.setOnInsert("fence", 0L)));
        if (activated) {
            changes.add(setOrUnset(TRACEPARENT, Traces.current()));
        }
        if (active) {
            changes.add(Updates.unset("problem"));
            changes.add(Updates.unset("erasure.againAt"));
            changes.add(activated ? Updates.set("behindSince", now) : Updates.setOnInsert("behindSince", now));
        } else {
            changes.add(Updates.unset(SCANS_DUE_AT));
            changes.add(Updates.unset(NUMBERS_DUE_AT));
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

    /** Gives a company's collections a turn for old numbers, those whose grant is active. */
    boolean numbersWait(CompanyId company, Instant now) {
        Bson active = Filters.and(
                Filters.eq("companyId", company.value()),
                Filters.eq("grantState", GrantState.ACTIVE),
                Filters.exists("refused", false));
        return collections.updateMany(active, Updates.set(NUMBERS_DUE_AT, now)).getMatchedCount() > 0;
    }

    /**
     * Leases the collection whose work is the most pressing, of equally pressing ones the longest waiting; empty if none is
     * due. Looks at as many index entries as there are collections being worked on.
     *
     * @param least less pressing work is left alone
     */
    Optional<Leased> claim(Application application, Work least, String owner, Instant now, Duration lease) {
        Bson ofApplication = Filters.eq("application", application.value());
        Work leastOfFeed = least.isAtLeastAsPressingAs(Work.FEED) ? least : Work.FEED;
        Optional<Leased> feed = claim(
                        Filters.and(ofApplication, Filters.lte(URGENCY, leastOfFeed.rank())),
                        FEED_DUE_AT,
                        Sorts.ascending(URGENCY, FEED_DUE_AT),
                        owner,
                        now,
                        lease)
                .map(leased -> new Leased(leased, Work.ofRank(leased.urgency())));
        if (feed.isPresent() || least.isAtLeastAsPressingAs(Work.FEED)) {
            return feed;
        }
        Optional<Leased> scans = claim(ofApplication, SCANS_DUE_AT, Sorts.ascending(SCANS_DUE_AT), owner, now, lease)
                .map(leased -> new Leased(leased, Work.SCANS));
        if (scans.isPresent() || least == Work.SCANS) {
            return scans;
        }
        return claim(ofApplication, NUMBERS_DUE_AT, Sorts.ascending(NUMBERS_DUE_AT), owner, now, lease)
                .map(leased -> new Leased(leased, Work.NUMBERS));
    }

    private Optional<StoredCollection> claim(
            Bson which, String dueAt, Bson order, String owner, Instant now, Duration lease) {
        return Optional.ofNullable(collections.findOneAndUpdate(
                Filters.and(which, Filters.lte(dueAt, now), Filters.lte(LEASE_UNTIL, now)),
                Updates.combine(
                        Updates.set(LEASE_UNTIL, now.plus(lease)),
                        Updates.set("leaseOwner", owner),
                        Updates.inc("fence", 1L)),
                new FindOneAndUpdateOptions().sort(order).returnDocument(ReturnDocument.AFTER)));
    }

    /** Takes back what an earlier life of this instance had: it will not give a sign of life again. */
    long inherit(String owner) {
        return collections
                .updateMany(
                        Filters.and(Filters.eq("leaseOwner", owner), Filters.gt(LEASE_UNTIL, Instant.EPOCH)),
                        Updates.combine(Updates.set(LEASE_UNTIL, Instant.EPOCH), Updates.inc("fence", 1L)))
                .getModifiedCount();
    }

    /** A sign of life from who works on it. */
    boolean prolong(StoredCollection leased, Instant until) {
        Bson notGivenBack = Filters.gt(LEASE_UNTIL, Instant.EPOCH);
        return changed(Filters.and(held(leased), notGivenBack), Updates.set(LEASE_UNTIL, until));
    }

    /** Takes the lease from a turn that could not be ended, and lets the next one begin then; false if it has ended since. */
    boolean cutShort(StoredCollection leased, Instant until) {
        Bson notGivenBack = Filters.gt(LEASE_UNTIL, Instant.EPOCH);
        return changed(
                Filters.and(held(leased), notGivenBack),
                Updates.combine(Updates.set(LEASE_UNTIL, until), Updates.inc("fence", 1L), Updates.inc("failures", 1)));
    }

    /** Whether a turn is under way, or one was when its instance died. */
    boolean isWorkedOn(GrantId grant) {
        return collections
                        .find(Filters.and(Filters.eq("_id", grant.toString()), Filters.gt(LEASE_UNTIL, Instant.EPOCH)))
                        .first()
                != null;
    }

    /** Whether nobody else has the collection now. */
    boolean isHeld(StoredCollection leased) {
        return collections.find(held(leased)).first() != null;
    }

    /** Whether the lease still holds and the grant is as it was when the turn began. */
    boolean mayGoOn(StoredCollection leased) {
        return collections.find(unchanged(leased)).first() != null;
    }

    /** Keeps how far the turn has come; {@code false} if somebody else has the collection now. */
    boolean save(StoredCollection leased, Checkpoint checkpoint) {
        return changed(held(leased), Updates.set("checkpoint", checkpoint));
    }

    /** The history is to be caught up with; {@code false} if a newer opt-in says since when. */
    boolean fellBehind(StoredCollection leased, Instant since) {
        return changed(sameGrant(leased), Updates.set("behindSince", since));
    }

    /** The history is complete up to now; {@code false} if it is not for an opt-in that has come meanwhile. */
    boolean caughtUp(StoredCollection leased, Instant now) {
        return changed(
                sameGrant(leased),
                Updates.combine(
                        Updates.set("lastSuccessAt", now),
                        Updates.set("failures", 0),
                        Updates.unset("behindSince"),
                        Updates.unset("whyLate"),
                        Updates.unset(TRACEPARENT),
                        Updates.unset("problem")));
    }

    /**
     * Ends a turn. If the grant has changed meanwhile, the next turn stays due at once; and if old numbers have come
     * meanwhile, theirs does.
     */
    void release(StoredCollection leased, NextTurns next) {
        Bson others = Updates.combine(
                Updates.set(URGENCY, next.urgency().rank()),
                Updates.set(FEED_DUE_AT, next.feedDueAt()),
                setOrUnset(SCANS_DUE_AT, next.scansDueAt()),
                Updates.set(LEASE_UNTIL, Instant.EPOCH));
        Bson noNewNumbers = Filters.and(unchanged(leased), Filters.eq(NUMBERS_DUE_AT, leased.numbersDueAt()));
        if (!changed(noNewNumbers, Updates.combine(others, setOrUnset(NUMBERS_DUE_AT, next.numbersDueAt())))
                && !changed(unchanged(leased), others)) {
            release(leased);
        }
    }

    /** Ends a turn that failed: the next one is no earlier than this, unless the grant has changed meanwhile. */
    void releaseFailed(StoredCollection leased, Instant dueAt, String problem) {
        boolean scheduled = changed(
                sameGrant(leased),
                Updates.combine(
                        Updates.set(FEED_DUE_AT, dueAt),
                        Updates.set("problem", problem),
                        Updates.set("whyLate", Delay.trouble(problem)),
                        Updates.inc("failures", 1),
                        Updates.set(LEASE_UNTIL, Instant.EPOCH)));
        if (!scheduled) {
            release(leased);
        }
    }

    /**
     * Ends a turn without a next one: it comes with the grant's next change.
     *
     * @param why what the grant's latest event said, or token-manager, which may know more than the events so far
     * @param dueAt when something else is to be done; {@code null}: nothing is
     */
    void park(StoredCollection leased, String why, @Nullable Instant dueAt) {
        List<Bson> changes = new ArrayList<>(List.of(
                Updates.set(URGENCY, Work.PARKING.rank()),
                setOrUnset(FEED_DUE_AT, dueAt),
                Updates.unset(SCANS_DUE_AT),
                Updates.unset(NUMBERS_DUE_AT),
                Updates.set("whyLate", Delay.notActive(why)),
                Updates.unset("problem"),
                Updates.set(LEASE_UNTIL, Instant.EPOCH)));
        if (leased.isActive()) {
            changes.add(Updates.set("refused", why));
        }
        if (!changed(sameGrant(leased), Updates.combine(changes))) {
            release(leased);
        }
    }

    /** Ends a turn early; the next one is due as it was. */
    void release(StoredCollection leased) {
        changed(held(leased), Updates.set(LEASE_UNTIL, Instant.EPOCH));
    }

    List<Coverage> coverages(CompanyId company) {
        return collections
                .find(Filters.eq("companyId", company.value()))
                .sort(Sorts.ascending("application"))
                .map(Coverage::of)
                .into(new ArrayList<>());
    }

    private boolean changed(Bson guard, Bson change) {
        return collections.updateOne(guard, change).getMatchedCount() > 0;
    }

    private static Bson setOrUnset(String field, @Nullable Object value) {
        return value == null ? Updates.unset(field) : Updates.set(field, value);
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
