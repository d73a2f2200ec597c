package com.deliveryhistory.optin.sessions;

import static com.mongodb.client.model.Filters.eq;

import com.deliveryhistory.services.storage.TtlIndex;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import java.time.Instant;
import java.util.Date;
import org.bson.Document;

/**
 * When all sessions of a person were ended last. It is noted before they are ended, and asked for after a session was
 * stored: a sign-in that had begun with the old password, and is stored just after all sessions were ended, ends too.
 */
final class SessionEnds {

    private final MongoCollection<Document> ends;
    private final SessionSettings settings;

    SessionEnds(MongoDatabase database, SessionSettings settings) {
        this.ends = database.getCollection("sessionEnds");
        this.settings = settings;
    }

    void createIndexes() {
        TtlIndex.create(ends, "at", settings.absoluteLimit().plusDays(1));
    }

    void note(String owner, Instant at) {
        ends.updateOne(eq("_id", owner), Updates.max("at", Date.from(at)), new UpdateOptions().upsert(true));
    }

    /** Whether a sign-in that began then has been ended since. */
    boolean isEnded(String owner, Instant beganAt) {
        Document end = ends.find(eq("_id", owner)).first();
        return end != null && end.getDate("at").toInstant().isAfter(beganAt);
    }
}
