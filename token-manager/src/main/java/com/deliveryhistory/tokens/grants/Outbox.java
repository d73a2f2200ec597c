package com.deliveryhistory.tokens.grants;

import static com.deliveryhistory.tokens.grants.EventDocuments.EVENTS;
import static com.deliveryhistory.tokens.grants.EventDocuments.EVENT_ID;
import static com.deliveryhistory.tokens.grants.GrantDocuments.ID;
import static com.deliveryhistory.tokens.grants.GrantDocuments.VERSION;
import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Filters.ne;
import static com.mongodb.client.model.Filters.size;

import com.deliveryhistory.events.EventCodec;
import com.deliveryhistory.events.EventEnvelope;
import com.deliveryhistory.events.GrantEvent;
import com.deliveryhistory.events.GrantId;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.CountOptions;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The events that are stored but not known to be sent, in their grant's document and in order. A claim keeps two
 * instances from sending the same grant's events at a time.
 *
 * <p>A claim that is taken over without having been ended leaves the grant in doubt: what its holder tried to send may
 * still arrive in Kafka. From then on the last event that was sent is kept, to be repeated when the doubt is over, and at
 * once when a holder finds that it was overtaken.
 */
public final class Outbox {

    static final String RELAY_AT = "relayAt";
    static final String REPEAT_AT = "repeatAt";

    private static final Logger log = LoggerFactory.getLogger(Outbox.class);
    private static final String CLAIM = "relayClaim";
    private static final String IN_DOUBT_UNTIL = "inDoubtUntil";
    private static final String LAST_SENT = "lastSent";
    private static final int MOST_COUNTED = 100_000;
    private static final int MOST_READ = 10_000;

    private static final Bson EMPTIED =
            Updates.combine(Updates.unset(EVENTS), Updates.unset(RELAY_AT), Updates.unset(CLAIM));

    private final MongoCollection<Document> grants;

    public Outbox(MongoCollection<Document> grants) {
        this.grants = grants;
    }

    static List<StoredEvent> written(List<EventEnvelope<GrantEvent>> events) {
        return events.stream()
                .map(event -> StoredEvent.of(event, EventCodec.GRANT.encode(event)))
                .toList();
    }

    /** Adds these events. They can be claimed at once, or when the claim that there is ends. */
    static void add(FieldChanges changes, List<StoredEvent> events) {
        if (!events.isEmpty()) {
            changes.push(EVENTS, events.stream().map(EventDocuments::write).toList());
            changes.raise(RELAY_AT, Date.from(events.getFirst().madeAt()));
        }
    }

    /** Grants with events that nobody is sending, longest waiting first. */
    List<GrantId> waiting(Instant now, int limit) {
        return grants.find(lte(RELAY_AT, Date.from(now)))
                .sort(Sorts.ascending(RELAY_AT))
                .limit(limit)
                .projection(Projections.include(ID))
                .map(document -> GrantId.parse(document.getString(ID)))
                .into(new ArrayList<>());
    }

    /**
     * Takes the right to send the grant's events for this term; empty if there are none or somebody else has it. Whoever had
     * it before without ending it leaves the grant in doubt.
     */
    Optional<Claim> claim(GrantId grant, Term term) {
        String by = claimant();
        Bson due = and(eq(ID, grant.toString()), due(term));
        Document document = claimOne(and(due, exists(CLAIM, false)), claimed(by, term));
        if (document == null) {
            document = claimOne(due, takenOver(by, term));
        }
        return Optional.ofNullable(document).flatMap(found -> read(found, by));
    }

    private @Nullable Document claimOne(Bson filter, Bson update) {
        return grants.findOneAndUpdate(
                filter,
                update,
                new FindOneAndUpdateOptions()
                        .returnDocument(ReturnDocument.AFTER)
                        .projection(Projections.include(EVENTS)));
    }

    /**
     * The same for many grants at once; those that have no events, or whose events somebody else is sending, are left
     * out.
     */
    List<Claim> claim(List<GrantId> ids, Term term) {
        String by = claimant();
        return claimed(by, these(ids), ids.size(), term) > 0 ? read(by, ids) : List.of();
    }

    /**
     * The same for grants of which nothing was stored before. What is known of their events is not read again, unless
     * there is more to know.
     *
     * @param first all events that each was stored with
     */
    List<Claim> claim(Map<GrantId, List<StoredEvent>> first, Term term) {
        String by = claimant();
        List<GrantId> ids = List.copyOf(first.keySet());
        // in its first version a grant has the events that it was stored with, or none
        Bson untouched = and(these(ids), eq(VERSION, 1L), exists(CLAIM, false));
        long claimed = claimed(and(due(term), untouched), claimed(by, term));
        if (claimed == ids.size()) {
            return ids.stream()
                    .map(id -> new Claim(id, by, Objects.requireNonNull(first.get(id))))
                    .toList();
        }
        claimed += claimed(by, these(ids), ids.size() - claimed, term);
        return claimed > 0 ? read(by, ids) : List.of();
    }

    private long claimed(String by, Bson grantsToClaim, long atMost, Term term) {
        Bson due = and(due(term), grantsToClaim);
        long claimed = claimed(and(due, exists(CLAIM, false)), claimed(by, term));
        return claimed == atMost ? claimed : claimed + claimed(due, takenOver(by, term));
    }

    private long claimed(Bson filter, Bson update) {
        return grants.updateMany(filter, update).getMatchedCount();
    }

    private List<Claim> read(String by, List<GrantId> ids) {
        List<Claim> claims = new ArrayList<>();
        grants.find(and(eq(CLAIM, by), these(ids)))
                .projection(Projections.include(EVENTS))
                .forEach(found -> read(found, by).ifPresent(claims::add));
        return claims;
    }

    /** What one grant's events are must not keep the others' from being sent. */
    private Optional<Claim> read(Document found, String by) {
        GrantId id = GrantId.parse(found.getString(ID));
        try {
            return Optional.of(new Claim(id, by, EventDocuments.stored(id, found)));
        } catch (RuntimeException e) {
            log.error("The stored events of {} cannot be read, and stay where they are", id, e);
            // looked at again after the term; nobody tried to send them
            grants.updateOne(and(eq(ID, id.toString()), eq(CLAIM, by)), Updates.unset(CLAIM));
            return Optional.empty();
        }
    }

    /**
     * Removes the events of the claims, which were made together and whose events Kafka has. Of a grant whose claim
     * somebody else took meanwhile, perhaps to send newer events before these arrived, the last event will be repeated.
     *
     * @return the grants of which more came in meanwhile; they can be claimed at once
     */
    List<GrantId> sent(List<Claim> claims, Instant now) {
        Map<Integer, List<Claim>> bySize = claims.stream()
                .collect(Collectors.groupingBy(claim -> claim.events().size()));
        long emptied = 0;
        for (Map.Entry<Integer, List<Claim>> alike : bySize.entrySet()) {
            // under the claim events are only added: the same number, the same events
            emptied += grants.updateMany(
                            and(
                                    of(alike.getValue()),
                                    size(EVENTS, alike.getKey()),
                                    exists(REPEAT_AT, false),
                                    exists(LAST_SENT, false)),
                            EMPTIED)
                    .getMatchedCount();
        }
        return emptied == claims.size() ? List.of() : sentOneByOne(claims, emptied, now);
    }

    private List<GrantId> sentOneByOne(List<Claim> claims, long emptied, Instant now) {
        Map<GrantId, Document> held = new HashMap<>();
        grants.find(of(claims))
                .projection(Projections.include(EVENTS, REPEAT_AT, LAST_SENT))
                .forEach(found -> held.put(GrantId.parse(found.getString(ID)), found));
        List<GrantId> more = new ArrayList<>();
        List<GrantId> overtaken = new ArrayList<>();
        for (Claim claim : claims) {
            Document found = held.get(claim.grant());
            if (found == null || !removedFrom(found, claim, now, more)) {
                overtaken.add(claim.grant());
            }
        }
        // those that were emptied together are not found either: then it is not known which were overtaken
        if (overtaken.size() > emptied) {
            log.warn(
                    "Events of {} of {} grants were sent after somebody else had taken them",
                    overtaken.size() - emptied,
                    claims.size());
            grants.updateMany(these(overtaken), Updates.min(REPEAT_AT, Date.from(now)));
        }
        return more;
    }

    /** Whether the claim was still there. */
    private boolean removedFrom(Document found, Claim claim, Instant now, List<GrantId> more) {
        Bson claimed = and(eq(ID, claim.grant().toString()), eq(CLAIM, claim.by()));
        List<String> ids = claim.events().stream().map(StoredEvent::id).toList();
        List<Bson> last = found.containsKey(REPEAT_AT) || found.containsKey(LAST_SENT)
                ? EventDocuments.of(found).stream()
                        .filter(event -> ids.getLast().equals(event.getString(EVENT_ID)))
                        .map(event -> Updates.set(LAST_SENT, event))
                        .toList()
                : List.of();
        if (grants.updateOne(and(claimed, size(EVENTS, ids.size())), with(EMPTIED, last))
                        .getMatchedCount()
                > 0) {
            return true;
        }
        Bson removed = Updates.combine(
                Updates.pull(EVENTS, in(EVENT_ID, ids)), Updates.set(RELAY_AT, Date.from(now)), Updates.unset(CLAIM));
        if (grants.updateOne(claimed, with(removed, last)).getMatchedCount() > 0) {
            more.add(claim.grant());
            return true;
        }
        return false;
    }

    private static Bson with(Bson update, List<Bson> more) {
        return Updates.combine(Stream.concat(Stream.of(update), more.stream()).toList());
    }

    /** Gives claims that were made together back, of whose events nothing was sent: they can be claimed again from then on. */
    void giveBack(List<Claim> claims, Instant from) {
        grants.updateMany(of(claims), Updates.combine(Updates.set(RELAY_AT, Date.from(from)), Updates.unset(CLAIM)));
    }

    /**
     * Sending the events of claims that were made together failed, and nobody knows what of it Kafka has or will have.
     * Another attempt may be made from then on.
     *
     * @param doubtUntil until when they may arrive
     */
    void failed(List<Claim> claims, Instant tryAgainAt, Instant doubtUntil) {
        long held = grants.updateMany(of(claims), Updates.set(RELAY_AT, Date.from(tryAgainAt)))
                .getMatchedCount();
        if (held < claims.size()) {
            List<GrantId> ids = claims.stream().map(Claim::grant).toList();
            grants.updateMany(and(these(ids), ne(CLAIM, claims.getFirst().by())), Updates.combine(inDoubt(doubtUntil)));
        }
    }

    /**
     * Stores the last event of grants whose doubt is over, or of which a claim was overtaken, to be sent once more: behind
     * whatever was sent meanwhile, and before whatever comes. Grants with events to send wait until those are sent.
     *
     * @return whether there may be something to send now
     */
    boolean repeat(Instant now, int limit) {
        List<Document> found = grants.find(and(lte(REPEAT_AT, Date.from(now)), exists(RELAY_AT, false)))
                .limit(limit)
                .projection(Projections.include(IN_DOUBT_UNTIL, LAST_SENT))
                .into(new ArrayList<>());
        found.forEach(grant -> repeat(grant, now));
        return !found.isEmpty();
    }

    private void repeat(Document found, Instant now) {
        Date doubtUntil = found.getDate(IN_DOUBT_UNTIL);
        List<Bson> updates = new ArrayList<>();
        if (doubtUntil != null && doubtUntil.toInstant().isAfter(now)) {
            updates.add(Updates.set(REPEAT_AT, doubtUntil));
        } else {
            updates.add(Updates.unset(REPEAT_AT));
            updates.add(Updates.unset(IN_DOUBT_UNTIL));
        }
        Document last = found.get(LAST_SENT, Document.class);
        if (last != null) {
            updates.add(Updates.push(EVENTS, EventDocuments.repeated(last, now)));
            updates.add(Updates.set(RELAY_AT, Date.from(now)));
        }
        grants.updateOne(
                and(
                        eq(ID, found.getString(ID)),
                        exists(RELAY_AT, false),
                        eq(IN_DOUBT_UNTIL, doubtUntil),
                        eq(LAST_SENT + "." + EVENT_ID, last == null ? null : last.getString(EVENT_ID))),
                Updates.combine(updates));
    }

    private static String claimant() {
        return UUID.randomUUID().toString();
    }

    private static Bson due(Term term) {
        return lte(RELAY_AT, Date.from(term.from()));
    }

    private static Bson claimed(String by, Term term) {
        return Updates.combine(Updates.set(RELAY_AT, Date.from(term.until())), Updates.set(CLAIM, by));
    }

    private static Bson takenOver(String by, Term term) {
        return with(claimed(by, term), inDoubt(term.doubtUntil()));
    }

    private static List<Bson> inDoubt(Instant until) {
        return List.of(Updates.max(IN_DOUBT_UNTIL, Date.from(until)), Updates.min(REPEAT_AT, Date.from(until)));
    }

    private static Bson these(List<GrantId> ids) {
        return in(ID, ids.stream().map(GrantId::toString).toList());
    }

    /** The grants of the claims, if nobody claimed them since. */
    private static Bson of(List<Claim> claims) {
        return and(
                eq(CLAIM, claims.getFirst().by()),
                these(claims.stream().map(Claim::grant).toList()));
    }

    /** How many grants have events to send. */
    public long waiting() {
        return grants.countDocuments(exists(RELAY_AT), new CountOptions().limit(MOST_COUNTED));
    }

    /** How many grants have events to send, and since when the oldest waits; looks at so many at most. */
    Waiting figures() {
        long waiting = waiting();
        Instant oldest = null;
        if (waiting > 0) {
            // claims move the time that is indexed, the event's own stays
            for (Document grant : grants.find(exists(RELAY_AT))
                    .projection(EventDocuments.TIMES)
                    .limit(MOST_READ)) {
                for (Document event : EventDocuments.of(grant)) {
                    Instant time = EventDocuments.waitingSince(event);
                    oldest = oldest == null || (time != null && time.isBefore(oldest)) ? time : oldest;
                }
            }
        }
        return new Waiting(waiting, oldest);
    }

    /** How many grants have events to send, and the time of the oldest event; {@code null}: there is none. */
    record Waiting(long grants, @Nullable Instant oldest) {}

    /**
     * For how long a claim is made.
     *
     * @param doubtUntil until when what a former claim's holder tried to send may still arrive
     */
    record Term(Instant from, Instant until, Instant doubtUntil) {}

    /**
     * Some events and the right to send them.
     *
     * @param by tells this claim from every other
     */
    record Claim(GrantId grant, String by, List<StoredEvent> events) {}
}
