package com.deliveryhistory.tokens.grants;

import com.deliveryhistory.events.EventCodec;
import com.deliveryhistory.events.EventEnvelope;
import com.deliveryhistory.events.GrantEvent;
import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.tokens.grants.Dossier.Waiting;
import com.mongodb.client.model.Projections;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * Events as documents in their grant's and back: where they are, and the field names. Each is kept as the record that it
 * will be, so that it is the same record however often and whenever it is sent.
 */
final class EventDocuments {

    static final String EVENTS = "outbox";
    static final String EVENT_ID = "id";

    private static final String HEADERS = "headers";
    private static final String VALUE = "value";
    private static final String TIME = "ce_time";
    private static final String REPEATED_AT = "repeatedAt";

    /** What {@link #waitingSince} needs of a grant's events. */
    static final Bson TIMES = Projections.include(EVENTS + "." + HEADERS + "." + TIME, EVENTS + "." + REPEATED_AT);

    private EventDocuments() {}

    static List<Document> of(Document grant) {
        return grant.getList(EVENTS, Document.class, List.of());
    }

    static Document write(StoredEvent event) {
        Document headers = new Document();
        for (Header header : event.record().headers()) {
            headers.append(header.key(), new String(header.value(), StandardCharsets.UTF_8));
        }
        Document document = new Document(EVENT_ID, event.id())
                .append(HEADERS, headers)
                .append(VALUE, new String(event.record().value(), StandardCharsets.UTF_8));
        return event.restated() ? repeated(document, event.madeAt()) : document;
    }

    /** The same event, waiting once more from then on. */
    static Document repeated(Document event, Instant at) {
        return new Document(event).append(REPEATED_AT, Date.from(at));
    }

    /**
     * Those of a grant, each as the record that was written.
     *
     * @throws RuntimeException if one is no event, whatever of it is missing or is of another type
     */
    static List<StoredEvent> stored(GrantId id, Document grant) {
        return of(grant).stream().map(event -> read(id, event)).toList();
    }

    private static StoredEvent read(GrantId grant, Document event) {
        RecordHeaders headers = headers(event);
        byte[] value = value(event);
        EventEnvelope<GrantEvent> read = EventCodec.GRANT.decode(headers, value);
        return StoredEvent.of(
                read, new ProducerRecord<>(EventCodec.GRANT.topic(), null, grant.toString(), value, headers));
    }

    /** Those of a grant that can be read. */
    static List<Waiting> readable(Document grant) {
        List<Waiting> events = new ArrayList<>();
        for (Document event : of(grant)) {
            try {
                EventEnvelope<GrantEvent> read = EventCodec.GRANT.decode(headers(event), value(event));
                events.add(new Waiting(read, Objects.requireNonNullElse(waitingSince(event), read.time())));
            } catch (RuntimeException e) {
                // whatever is missing or is of another type: the relay says so
            }
        }
        return events;
    }

    /** Since when an event waits to be sent; {@code null} if it does not say so. */
    static @Nullable Instant waitingSince(Document event) {
        if (event.get(REPEATED_AT) instanceof Date repeated) {
            return repeated.toInstant();
        }
        if (event.get(HEADERS) instanceof Document headers && headers.get(TIME) instanceof String time) {
            try {
                return OffsetDateTime.parse(time).toInstant();
            } catch (DateTimeParseException e) {
                return null;
            }
        }
        return null;
    }

    private static RecordHeaders headers(Document event) {
        RecordHeaders headers = new RecordHeaders();
        event.get(HEADERS, Document.class)
                .forEach((name, value) -> headers.add(name, value.toString().getBytes(StandardCharsets.UTF_8)));
        return headers;
    }

    private static byte[] value(Document event) {
        return event.getString(VALUE).getBytes(StandardCharsets.UTF_8);
    }
}
