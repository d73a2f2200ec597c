package com.deliveryhistory.tokens.grants;

import static com.deliveryhistory.tokens.grants.GrantDocuments.VERSION;
import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Filters.size;

import com.deliveryhistory.events.CorruptEvent;
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
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The events that are stored but not known to be sent: an array in their grant's document, in order, each as the record
 * that it will be. A claim keeps two instances from sending the same grant's events out of order.
 */
public final class Outbox {

    static final String RELAY_AT = "relayAt";

    private static final Logger log = LoggerFactory.getLogger(Outbox.class);
    private static final String ID = "_id";
    private static final String CLAIM = "relayClaim";
    private static final String EVENTS = "outbox";
    private static final String HEADERS = "headers";
    private static final String VALUE = "value";
    private static final String TIME = "ce_time";
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
                .map(event -> new StoredEvent(event.id(), event.time(), EventCodec.GRANT.encode(event)))
                .toList();
    }

    /** Adds these events. They can be claimed at once, or when the claim that there is ends. */
    static void add(FieldChanges changes, List<StoredEvent> events) {
        if (!events.isEmpty()) {
            changes.push(EVENTS, events.stream().map(Outbox::write).toList());
            changes.raise(RELAY_AT, Date.from(events.getFirst().time()));
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

    /** Takes the right to send the grant's events until then; empty if there are none or somebody else has it. */
    Optional<Claim> claim(GrantId grant, Instant now, Instant until) {
        String by = claimant();
        Document document = grants.findOneAndUpdate(
                and(eq(ID, grant.toString()), lte(RELAY_AT, Date.from(now))),
                claimed(by, until),
                new FindOneAndUpdateOptions()
                        .returnDocument(ReturnDocument.AFTER)
                        .projection(Projections.include(EVENTS)));
        return Optional.ofNullable(document).flatMap(found -> read(found, by));
    }

    /**
     * The same for many grants at once; those that have no events, or whose events somebody else is sending, are left
     * out.
     */
    List<Claim> claim(List<GrantId> ids, Instant now, Instant until) {
        String by = claimant();
        return claimed(by, these(ids), now, until) > 0 ? read(by, ids) : List.of();
    }

    /**
     * The same for grants of which nothing was stored before. What is known of their events is not read again, unless
     * there is more to know.
     *
     * @param first all events that each was stored with
     */
    List<Claim> claim(Map<GrantId, List<StoredEvent>> first, Instant now, Instant until) {
        String by = claimant();
        List<GrantId> ids = List.copyOf(first.keySet());
        // in its first version a grant has the events that it was stored with, or none
        long claimed = claimed(by, and(these(ids), eq(VERSION, 1L)), now, until);
        if (claimed == ids.size()) {
            return ids.stream()
                    .map(id -> new Claim(id, by, Objects.requireNonNull(first.get(id))))
                    .toList();
        }
        claimed += claimed(by, these(ids), now, until);
        return claimed > 0 ? read(by, ids) : List.of();
    }

    private long claimed(String by, Bson grantsToClaim, Instant now, Instant until) {
        return grants.updateMany(and(lte(RELAY_AT, Date.from(now)), grantsToClaim), claimed(by, until))
                .getMatchedCount();
    }

    private List<Claim> read(String by, List<GrantId> ids) {
        List<Claim> claims = new ArrayList<>();
        grants.find(and(eq(CLAIM, by), these(ids)))
                .projection(Projections.include(EVENTS))
                .forEach(found -> read(found, by).ifPresent(claims::add));
        return claims;
    }

    /** What one grant's events are must not keep the others' from being sent. */
    private static Optional<Claim> read(Document found, String by) {
        GrantId id = GrantId.parse(found.getString(ID));
        try {
            return Optional.of(new Claim(
                    id,
                    by,
                    documents(found).stream().map(event -> stored(id, event)).toList()));
        } catch (CorruptEvent e) {
            log.error("The stored events of {} cannot be read, and stay where they are", id, e);
            return Optional.empty();
        }
    }

    /**
     * Removes the events of the claims, which were made together and whose events Kafka has.
     *
     * @return the grants of which more came in meanwhile; they can be claimed at once
     */
    List<GrantId> sent(List<Claim> claims, Instant now) {
        Map<Integer, List<Claim>> bySize = claims.stream()
                .collect(Collectors.groupingBy(claim -> claim.events().size()));
        long emptied = 0;
        for (Map.Entry<Integer, List<Claim>> alike : bySize.entrySet()) {
            // under the claim events are only added: the same number, the same events
            emptied += grants.updateMany(and(of(alike.getValue()), size(EVENTS, alike.getKey())), EMPTIED)
                    .getMatchedCount();
        }
        return emptied == claims.size()
                ? List.of()
                : claims.stream()
                        .filter(claim -> removedFrom(claim, now))
                        .map(Claim::grant)
                        .toList();
    }

    /** Whether the claim's events were still there, and more behind them. */
    private boolean removedFrom(Claim claim, Instant now) {
        List<String> ids = claim.events().stream().map(StoredEvent::id).toList();
        return grants.updateOne(
                                and(eq(ID, claim.grant().toString()), in(EVENTS + ".id", ids)),
                                Updates.combine(
                                        Updates.pull(EVENTS, in("id", ids)), Updates.set(RELAY_AT, Date.from(now))))
                        .getMatchedCount()
                > 0;
    }

    /** Gives claims that were made together back: another attempt may be made from then on. */
    void unsent(List<Claim> claims, Instant tryAgainAt) {
        grants.updateMany(of(claims), Updates.set(RELAY_AT, Date.from(tryAgainAt)));
    }

    private static String claimant() {
        return UUID.randomUUID().toString();
    }

    private static Bson claimed(String by, Instant until) {
        return Updates.combine(Updates.set(RELAY_AT, Date.from(until)), Updates.set(CLAIM, by));
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
                    .projection(Projections.include(EVENTS + "." + HEADERS + "." + TIME))
                    .limit(MOST_READ)) {
                for (Document event : grant.getList(EVENTS, Document.class, List.of())) {
                    Instant time = time(event);
                    oldest = oldest == null || (time != null && time.isBefore(oldest)) ? time : oldest;
                }
            }
        }
        return new Waiting(waiting, oldest);
    }

    private static @Nullable Instant time(Document event) {
        Document headers = event.get(HEADERS, Document.class);
        String time = headers == null ? null : headers.getString(TIME);
        return time == null ? null : OffsetDateTime.parse(time).toInstant();
    }

    private static Document write(StoredEvent event) {
        Document headers = new Document();
        for (Header header : event.record().headers()) {
            headers.append(header.key(), new String(header.value(), StandardCharsets.UTF_8));
        }
        return new Document("id", event.id())
                .append(HEADERS, headers)
                .append(VALUE, new String(event.record().value(), StandardCharsets.UTF_8));
    }

    static List<EventEnvelope<GrantEvent>> events(Document grant) {
        return documents(grant).stream()
                .map(event -> EventCodec.GRANT.decode(headers(event), value(event)))
                .toList();
    }

    private static List<Document> documents(Document grant) {
        return grant.getList(EVENTS, Document.class, List.of());
    }

    /** The record as it was written; one that is no event is none to send. */
    private static StoredEvent stored(GrantId grant, Document event) {
        RecordHeaders headers = headers(event);
        byte[] value = value(event);
        EventEnvelope<GrantEvent> read = EventCodec.GRANT.decode(headers, value);
        return new StoredEvent(
                read.id(),
                read.time(),
                new ProducerRecord<>(EventCodec.GRANT.topic(), null, grant.toString(), value, headers));
    }

    private static byte[] value(Document event) {
        return event.getString(VALUE).getBytes(StandardCharsets.UTF_8);
    }

    private static RecordHeaders headers(Document event) {
        RecordHeaders headers = new RecordHeaders();
        event.get(HEADERS, Document.class)
                .forEach((name, value) -> headers.add(name, value.toString().getBytes(StandardCharsets.UTF_8)));
        return headers;
    }

    /** How many grants have events to send, and the time of the oldest event; {@code null}: there is none. */
    record Waiting(long grants, @Nullable Instant oldest) {}

    /**
     * Some events and the right to send them.
     *
     * @param by tells this claim from every other
     */
    record Claim(GrantId grant, String by, List<StoredEvent> events) {}
}
