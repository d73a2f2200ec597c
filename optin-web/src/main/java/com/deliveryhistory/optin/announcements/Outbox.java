package com.deliveryhistory.optin.announcements;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Filters.nin;
import static com.mongodb.client.model.Sorts.ascending;
import static com.mongodb.client.model.Sorts.descending;

import com.deliveryhistory.events.Application;
import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.events.CorruptEvent;
import com.deliveryhistory.events.EventCodec;
import com.deliveryhistory.events.EventEnvelope;
import com.deliveryhistory.events.OptInEvent;
import com.deliveryhistory.events.OptInEvent.OptInGranted;
import com.deliveryhistory.events.OptInEvent.OptInWithdrawn;
import com.deliveryhistory.events.OptInEvent.PasswordChangeInvalidated;
import com.deliveryhistory.optin.storage.Inserts;
import com.deliveryhistory.optin.storage.NamesPeople;
import com.deliveryhistory.optin.storage.OfCompanies;
import com.deliveryhistory.optin.storage.Person;
import com.deliveryhistory.services.storage.Deletion;
import com.deliveryhistory.services.storage.Indexed;
import com.deliveryhistory.services.storage.TtlIndex;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Accumulators;
import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Updates;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/**
 * Stored opt-in events. An event is kept as the very record that Kafka gets (headers and JSON, tokens sealed) until
 * Kafka has it; after that only the fact remains, for the pages.
 */
@Repository
class Outbox implements OfCompanies, NamesPeople, Indexed {

    /** How many events are published together. */
    static final int BATCH = 100;

    private final MongoCollection<Document> events;
    private final AnnouncementSettings settings;

    Outbox(MongoDatabase database, AnnouncementSettings settings) {
        this.events = database.getCollection("announcements");
        this.settings = settings;
    }

    @Override
    public void createIndexes() {
        events.createIndex(Indexes.ascending("company", "inKafka", "storedAt"));
        events.createIndex(Indexes.ascending("company", "storedAt"));
        events.createIndex(Indexes.ascending("inKafka", "relayFrom"));
        TtlIndex.create(events, "publishedAt", settings.keptFor());
    }

    /** Stores an event; the relay leaves it alone until {@code relayFrom}. Storing it again changes nothing. */
    void put(EventEnvelope<? extends OptInEvent> envelope, Instant now, Instant relayFrom) {
        OptInEvent event = envelope.event();
        Document document = new Document("_id", envelope.id())
                .append("company", event.companyId().value())
                .append("kind", Announcement.Kind.of(event).name())
                .append("storedAt", Date.from(now))
                .append("relayFrom", Date.from(relayFrom))
                .append("inKafka", false)
                .append("record", write(EventCodec.OPT_IN.encode(envelope)));
        switch (event) {
            case OptInGranted granted ->
                about(document, granted.application(), granted.authorizedAt(), granted.authorizedBy());
            case PasswordChangeInvalidated changed ->
                about(document, changed.application(), changed.passwordChangedAt(), changed.reportedBy());
            case OptInWithdrawn withdrawn ->
                about(document, withdrawn.application(), withdrawn.withdrawnAt(), withdrawn.withdrawnBy());
        }
        Inserts.insertIfAbsent(events, document);
    }

    /**
     * The company's events that Kafka does not have yet, oldest first, {@link #BATCH} at most.
     *
     * @param except ids of events that are left out
     */
    Unpublished unpublished(CompanyId company, Set<String> except) {
        Bson waiting = and(eq("company", company.value()), eq("inKafka", false));
        List<EventEnvelope<OptInEvent>> readable = new ArrayList<>();
        Map<String, String> unreadable = new HashMap<>();
        events.find(except.isEmpty() ? waiting : and(waiting, nin("_id", except)))
                .sort(ascending("storedAt"))
                .limit(BATCH)
                .forEach(document -> {
                    try {
                        readable.add(read(document));
                    } catch (CorruptEvent | NullPointerException | ClassCastException e) {
                        unreadable.put(document.getString("_id"), String.valueOf(e.getMessage()));
                    }
                });
        return new Unpublished(readable, unreadable);
    }

    /**
     * Events that Kafka does not have yet.
     *
     * @param unreadable ids of those that are stored as what is no event, each with what is wrong with it
     */
    record Unpublished(List<EventEnvelope<OptInEvent>> readable, Map<String, String> unreadable) {

        boolean isEmpty() {
            return readable.isEmpty() && unreadable.isEmpty();
        }

        boolean isFullBatch() {
            return readable.size() + unreadable.size() == BATCH;
        }
    }

    /** Whether the event is noted as published; false also if this cannot be read yet from a new primary. */
    boolean isInKafka(String eventId) {
        return events.find(and(eq("_id", eventId), eq("inKafka", true)))
                        .projection(Projections.include("_id"))
                        .first()
                != null;
    }

    boolean isWaiting(CompanyId company) {
        return events.find(and(eq("company", company.value()), eq("inKafka", false)))
                        .projection(Projections.include("_id"))
                        .first()
                != null;
    }

    /** Companies with events whose time for the relay has come, those that wait longest first, however many one of them has. */
    List<CompanyId> companiesDue(Instant now) {
        return events.aggregate(List.of(
                        Aggregates.match(and(eq("inKafka", false), lte("relayFrom", Date.from(now)))),
                        Aggregates.group("$company", Accumulators.min("relayFrom", "$relayFrom")),
                        Aggregates.sort(ascending("relayFrom")),
                        Aggregates.limit(1_000)))
                .map(company -> new CompanyId(company.getString("_id")))
                .into(new ArrayList<>());
    }

    /** How many events the relay has to see to, and for how long the first of them is stored. */
    record Figures(long waiting, long oldestSeconds) {}

    Figures waiting(Instant now) {
        Bson due = and(eq("inKafka", false), lte("relayFrom", Date.from(now)));
        Document first = events.find(due).sort(ascending("relayFrom")).first();
        return first == null
                ? new Figures(0, 0)
                : new Figures(
                        events.countDocuments(due),
                        Duration.between(first.getDate("storedAt").toInstant(), now)
                                .toSeconds());
    }

    /** Gives the event to the relay. */
    void leaveToRelay(String eventId, Instant now) {
        events.updateOne(and(eq("_id", eventId), eq("inKafka", false)), Updates.set("relayFrom", Date.from(now)));
    }

    /** Kafka has them: what they carried is dropped. */
    void published(List<String> eventIds, Instant now) {
        events.updateMany(
                in("_id", eventIds),
                Updates.combine(
                        Updates.set("inKafka", true),
                        Updates.set("publishedAt", Date.from(now)),
                        Updates.unset("record")));
    }

    /** The company's newest announcements, newest first. */
    List<Announcement> latest(CompanyId company) {
        return announcements(eq("company", company.value()));
    }

    /** The same, of opt-ins alone. */
    List<Announcement> latestOptIns(CompanyId company) {
        return announcements(and(eq("company", company.value()), eq("kind", Announcement.Kind.OPTED_IN.name())));
    }

    private List<Announcement> announcements(Bson which) {
        return events.find(which)
                .sort(descending("storedAt"))
                .limit(50)
                .map(document -> {
                    String application = document.getString("application");
                    return new Announcement(
                            document.getString("_id"),
                            Announcement.Kind.valueOf(document.getString("kind")),
                            application == null ? null : new Application(application),
                            document.getDate("effectiveAt").toInstant(),
                            document.getString("by"),
                            document.getDate("storedAt").toInstant(),
                            document.getBoolean("inKafka"));
                })
                .into(new ArrayList<>());
    }

    @Override
    public String what() {
        return "announcements";
    }

    @Override
    public int eraseSome(CompanyId company) {
        return Deletion.some(events, eq("company", company.value()), STEP);
    }

    /** What Kafka does not have yet names the person inside, too: it has to be there first. */
    @Override
    public void rename(Person person, String pseudonym) {
        events.find(eq("company", person.company().value()))
                .projection(Projections.include("by"))
                .forEach(announced -> {
                    if (person.isNamedBy(announced.getString("by"))) {
                        events.updateOne(eq("_id", announced.getString("_id")), Updates.set("by", pseudonym));
                    }
                });
    }

    private static void about(Document document, @Nullable Application application, Instant effectiveAt, String by) {
        if (application != null) {
            document.append("application", application.value());
        }
        document.append("effectiveAt", Date.from(effectiveAt)).append("by", by);
    }

    private static Document write(ProducerRecord<String, byte[]> record) {
        Document headers = new Document();
        for (Header header : record.headers()) {
            headers.append(header.key(), new String(header.value(), StandardCharsets.UTF_8));
        }
        return new Document("headers", headers).append("value", new String(record.value(), StandardCharsets.UTF_8));
    }

    private static EventEnvelope<OptInEvent> read(Document document) {
        Document record = document.get("record", Document.class);
        Headers headers = new RecordHeaders();
        record.get("headers", Document.class)
                .forEach((name, value) -> headers.add(name, value.toString().getBytes(StandardCharsets.UTF_8)));
        return EventCodec.OPT_IN.decode(headers, record.getString("value").getBytes(StandardCharsets.UTF_8));
    }
}
