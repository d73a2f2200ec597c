package com.deliveryhistory.optin.securityevents;

import static com.mongodb.client.model.Filters.eq;

import com.deliveryhistory.events.EventIds;
import com.deliveryhistory.optin.storage.Inserts;
import com.deliveryhistory.services.storage.Indexed;
import com.deliveryhistory.services.storage.TtlIndex;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import java.time.Clock;
import java.util.Date;
import org.bson.Document;
import org.springframework.stereotype.Repository;

/** The tokens that were dealt with, by issuer and id, for as long as one of them would be taken again. */
@Repository
class ReceivedEvents implements Indexed {

    private final MongoCollection<Document> events;
    private final SecurityEventSettings settings;
    private final Clock clock;

    ReceivedEvents(MongoDatabase database, SecurityEventSettings settings, Clock clock) {
        this.events = database.getCollection("securityEvents");
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public void createIndexes() {
        TtlIndex.create(events, "receivedAt", settings.rememberedFor());
    }

    boolean contains(SecurityEvent event) {
        return events.find(eq("_id", id(event))).first() != null;
    }

    /** All that follows from the event is in Kafka. */
    void add(SecurityEvent event) {
        Inserts.insertIfAbsent(
                events,
                new Document("_id", id(event))
                        .append("transmitter", event.transmitter())
                        .append("type", event.type())
                        .append("receivedAt", Date.from(clock.instant())));
    }

    private static String id(SecurityEvent event) {
        return EventIds.of("security-event", event.issuer(), event.tokenId());
    }
}
