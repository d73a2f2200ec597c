package com.deliveryhistory.history.collection;

import static com.deliveryhistory.history.collection.CollectionFields.APPLICATION;
import static com.deliveryhistory.history.collection.CollectionFields.AUTHORIZED_AT;
import static com.deliveryhistory.history.collection.CollectionFields.BEHIND_SINCE;
import static com.deliveryhistory.history.collection.CollectionFields.CHECKPOINT;
import static com.deliveryhistory.history.collection.CollectionFields.COLLECTION;
import static com.deliveryhistory.history.collection.CollectionFields.COMPANY;
import static com.deliveryhistory.history.collection.CollectionFields.END_REASON;
import static com.deliveryhistory.history.collection.CollectionFields.ERASE_AGAIN_AT;
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
import static com.deliveryhistory.history.collection.CollectionFields.REVISION;
import static com.deliveryhistory.history.collection.CollectionFields.SCANS_DUE_AT;
import static com.deliveryhistory.history.collection.CollectionFields.SCANS_STANDSTILL;
import static com.deliveryhistory.history.collection.CollectionFields.TRACEPARENT;
import static com.deliveryhistory.history.collection.CollectionFields.URGENCY;
import static com.deliveryhistory.history.collection.CollectionFields.WHY_LATE;

import com.deliveryhistory.events.Application;
import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.events.EndReason;
import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.events.GrantState;
import com.deliveryhistory.events.GrantStatus;
import com.deliveryhistory.history.collection.LostSpan.Delay;
import com.deliveryhistory.history.pace.Work;
import com.deliveryhistory.services.storage.AlreadyThere;
import com.deliveryhistory.services.storage.Indexed;
import com.deliveryhistory.services.tracing.Traces;
import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.IndexOptions;
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

/** The collections of all companies. Every write carries its guard. */
@Component
final class CollectionStore implements Indexed {

    private final MongoCollection<StoredCollection> collections;

    CollectionStore(MongoDatabase database) {
        this.collections = database.getCollection(COLLECTION, StoredCollection.class);
    }

    @Override
    public void createIndexes() {
        collections.createIndex(Indexes.ascending(APPLICATION, URGENCY, FEED_DUE_AT, LEASE_UNTIL));
        collections.createIndex(Indexes.ascending(APPLICATION, SCANS_DUE_AT, LEASE_UNTIL));
        collections.createIndex(Indexes.ascending(APPLICATION, NUMBERS_DUE_AT, LEASE_UNTIL));
        collections.createIndex(Indexes.ascending(COMPANY, APPLICATION));
        collections.createIndex(Indexes.ascending(LEASE_OWNER));
        collections.createIndex(
                Indexes.ascending(REFUSED), new IndexOptions().partialFilterExpression(Filters.exists(REFUSED)));
    }

    /**
     * Takes over a grant's state if it is newer than what is known, and gives the collection a turn at once: to collect,
     * or to finish and park. A state that is told again and known is no news, and changes nothing but the revision.
     *
     * @param activated whether tokens became valid, which leaves the history behind until it is collected; that is a part
     *     of the trace that this is
     */
    boolean follow(GrantStatus grant, boolean activated, Instant now) {
        if (grant.restatedAt() != null && takesOverRevision(grant)) {
            return false;
        }
        boolean active = grant.state() == GrantState.ACTIVE;
        Work work = activated ? Work.NEWS : active ? Work.FEED : Work.PARKING;
        List<Bson> changes = new ArrayList<>(List.of(
                Updates.set(COMPANY, grant.companyId().value()),
                Updates.set(APPLICATION, grant.application().value()),
                Updates.set(GRANT_STATE, grant.state()),
                grant.reason() == null
                        ? Updates.unset(END_REASON)
                        : Updates.set(END_REASON, grant.reason().name()),
                Updates.set(REVISION, grant.revision()),
                Updates.set(AUTHORIZED_AT, grant.authorizedAt()),
                Updates.unset(REFUSED),
                Updates.set(URGENCY, work.rank()),
                Updates.set(FEED_DUE_AT, now),
                Updates.set(FAILURES, 0),
                Updates.setOnInsert(LEASE_UNTIL, Instant.EPOCH),
                Updates.setOnInsert(FENCE, 0L)));
        if (activated) {
            changes.add(setOrUnset(TRACEPARENT, Traces.current()));
        }
        if (active) {
            changes.add(Updates.unset(PROBLEM));
            changes.add(Updates.unset(PROBLEM_KIND));
            changes.add(Updates.unset(ERASE_AGAIN_AT));
            changes.add(activated ? Updates.set(BEHIND_SINCE, now) : Updates.setOnInsert(BEHIND_SINCE, now));
        } else {
            changes.add(Updates.unset(SCANS_DUE_AT));
            changes.add(Updates.unset(SCANS_STANDSTILL));
            changes.add(Updates.unset(NUMBERS_DUE_AT));
        }
        try {
            collections.updateOne(
                    Filters.and(Filters.eq("_id", grant.grantId().toString()), Filters.lt(REVISION, grant.revision())),
                    Updates.combine(changes),
                    new UpdateOptions().upsert(true));
            return true;
        } catch (MongoException e) {
            if (AlreadyThere.is(e)) {
                return false; // and not older
            }
            throw e;
        }
    }

    /**
     * Takes over nothing but the revision; {@code false} if it is not known that this opt-in is in this state. Earlier builds
     * did not store which opt-in it is: theirs is taken for this one.
     */
    private boolean takesOverRevision(GrantStatus grant) {
        EndReason reason = grant.reason();
        return changed(
                Filters.and(
                        Filters.eq("_id", grant.grantId().toString()),
                        Filters.lt(REVISION, grant.revision()),
                        Filters.eq(GRANT_STATE, grant.state()),
                        Filters.eq(END_REASON, reason == null ? null : reason.name()),
                        Filters.or(
                                Filters.eq(AUTHORIZED_AT, grant.authorizedAt()), Filters.exists(AUTHORIZED_AT, false)),
                        Filters.exists(REFUSED, false)),
                Updates.combine(
                        Updates.set(REVISION, grant.revision()), Updates.set(AUTHORIZED_AT, grant.authorizedAt())));
    }

    /** Gives a company's collections a turn for old numbers, those whose grant is active. */
    boolean numbersWait(CompanyId company, Instant now) {
        Bson active = Filters.and(
                Filters.eq(COMPANY, company.value()),
                Filters.eq(GRANT_STATE, GrantState.ACTIVE),
                Filters.exists(REFUSED, false));
        return collections.updateMany(active, Updates.set(NUMBERS_DUE_AT, now)).getMatchedCount() > 0;
    }

    /**
     * Leases the collection whose work is the most pressing, of equally pressing ones the longest waiting; empty if none is
     * due. Looks at as many index entries as there are collections being worked on.
     *
     * @param least less pressing work is left alone
     */
    Optional<Leased> claim(Application application, Work least, String owner, Instant now, Duration lease) {
        Bson ofApplication = Filters.eq(APPLICATION, application.value());
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
                        Updates.set(LEASE_OWNER, owner),
                        Updates.inc(FENCE, 1L)),
                new FindOneAndUpdateOptions().sort(order).returnDocument(ReturnDocument.AFTER)));
    }

    /** Takes back what an earlier life of this instance had: it will not give a sign of life again. */
    long inherit(String owner) {
        return collections
                .updateMany(
                        Filters.and(Filters.eq(LEASE_OWNER, owner), Filters.gt(LEASE_UNTIL, Instant.EPOCH)),
                        Updates.combine(Updates.set(LEASE_UNTIL, Instant.EPOCH), Updates.inc(FENCE, 1L)))
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
                Updates.combine(Updates.set(LEASE_UNTIL, until), Updates.inc(FENCE, 1L), Updates.inc(FAILURES, 1)));
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
        return changed(held(leased), Updates.set(CHECKPOINT, checkpoint));
    }

    /** The history is to be caught up with; {@code false} if a newer opt-in says since when. */
    boolean fellBehind(StoredCollection leased, Instant since) {
        return changed(sameGrant(leased), Updates.set(BEHIND_SINCE, since));
    }

    /** The history is complete up to now; {@code false} if it is not for an opt-in that has come meanwhile. */
    boolean caughtUp(StoredCollection leased, Instant now) {
        return changed(
                sameGrant(leased),
                Updates.combine(
                        Updates.set(LAST_SUCCESS_AT, now),
                        Updates.set(FAILURES, 0),
                        Updates.unset(BEHIND_SINCE),
                        Updates.unset(WHY_LATE),
                        Updates.unset(TRACEPARENT),
                        Updates.unset(PROBLEM),
                        Updates.unset(PROBLEM_KIND)));
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
                setOrUnset(SCANS_STANDSTILL, next.scansStandstill()),
                Updates.set(LEASE_UNTIL, Instant.EPOCH));
        Bson noNewNumbers = Filters.and(unchanged(leased), Filters.eq(NUMBERS_DUE_AT, leased.numbersDueAt()));
        if (!changed(noNewNumbers, Updates.combine(others, setOrUnset(NUMBERS_DUE_AT, next.numbersDueAt())))
                && !changed(unchanged(leased), others)) {
            release(leased);
        }
    }

    /** Ends a turn that failed: the next one is no earlier than this, unless the grant has changed meanwhile. */
    void releaseFailed(StoredCollection leased, Instant dueAt, String problem, Problem kind) {
        boolean scheduled = changed(
                sameGrant(leased),
                Updates.combine(
                        Updates.set(FEED_DUE_AT, dueAt),
                        Updates.set(PROBLEM, problem),
                        Updates.set(PROBLEM_KIND, kind),
                        Updates.set(WHY_LATE, Delay.trouble(problem)),
                        Updates.inc(FAILURES, 1),
                        Updates.set(LEASE_UNTIL, Instant.EPOCH)));
        if (!scheduled) {
            release(leased);
        }
    }

    /**
     * Ends a turn after which nothing is collected until the grant changes, or token-manager gives a token again.
     *
     * @param why what the grant's latest event said, or token-manager, which may know more than the events so far
     * @param dueAt when token-manager is asked again, or something else is to be done; {@code null}: nothing is
     */
    void park(StoredCollection leased, String why, @Nullable Instant dueAt) {
        List<Bson> changes = new ArrayList<>(List.of(
                Updates.set(URGENCY, Work.PARKING.rank()),
                setOrUnset(FEED_DUE_AT, dueAt),
                Updates.unset(SCANS_DUE_AT),
                Updates.unset(SCANS_STANDSTILL),
                Updates.unset(NUMBERS_DUE_AT),
                Updates.set(WHY_LATE, Delay.notActive(why)),
                Updates.unset(PROBLEM),
                Updates.unset(PROBLEM_KIND),
                Updates.set(LEASE_UNTIL, Instant.EPOCH)));
        if (leased.grantState() == GrantState.ACTIVE) {
            changes.add(Updates.set(REFUSED, why));
            changes.add(Updates.inc(FAILURES, 1));
        }
        if (!changed(sameGrant(leased), Updates.combine(changes))) {
            release(leased);
        }
    }

    /**
     * Has token-manager asked where it gave no token and nothing says when it is asked again. No {@link #park} leaves it so,
     * but that of a version did which waited for an event alone.
     *
     * @return how many were so
     */
    long askAgain(Instant now) {
        return collections
                .updateMany(
                        Filters.and(
                                Filters.exists(REFUSED),
                                Filters.eq(GRANT_STATE, GrantState.ACTIVE),
                                Filters.eq(FEED_DUE_AT, null)),
                        Updates.set(FEED_DUE_AT, now))
                .getModifiedCount();
    }

    /** Ends a turn in which token-manager gave a token after all. The next one is at once, of a changed grant, too. */
    void accept(StoredCollection leased, Instant now) {
        boolean accepted = changed(
                unchanged(leased),
                Updates.combine(
                        Updates.unset(REFUSED),
                        Updates.set(URGENCY, Work.NEWS.rank()),
                        Updates.set(FEED_DUE_AT, now),
                        Updates.set(FAILURES, 0),
                        Updates.set(LEASE_UNTIL, Instant.EPOCH)));
        if (!accepted) {
            release(leased);
        }
    }

    /** Ends a turn early; the next one is due as it was. */
    void release(StoredCollection leased) {
        changed(held(leased), Updates.set(LEASE_UNTIL, Instant.EPOCH));
    }

    List<Coverage> coverages(CompanyId company) {
        return collections
                .find(Filters.eq(COMPANY, company.value()))
                .sort(Sorts.ascending(APPLICATION))
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
        return Filters.and(Filters.eq("_id", leased.id()), Filters.eq(FENCE, leased.fence()));
    }

    private static Bson sameGrant(StoredCollection leased) {
        return Filters.and(held(leased), Filters.eq(REVISION, leased.revision()));
    }

    private static Bson unchanged(StoredCollection leased) {
        return Filters.and(sameGrant(leased), Filters.eq(GRANT_STATE, GrantState.ACTIVE));
    }
}
