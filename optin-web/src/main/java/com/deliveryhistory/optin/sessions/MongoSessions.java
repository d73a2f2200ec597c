package com.deliveryhistory.optin.sessions;

import static com.deliveryhistory.optin.storage.Hashes.sha256;
import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.lt;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Updates;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.bson.types.Binary;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.session.MapSession;
import org.springframework.session.SessionRepository;
import org.springframework.stereotype.Repository;

/**
 * Sessions in MongoDB. Pages that update by themselves ask every few seconds, so requests of one session overlap all
 * the time; therefore a request writes only the attributes that it changed, and never brings back a session that
 * another one has ended. (mongodb-spring-session 4.0 writes the whole session as an upsert after every request.)
 *
 * <p>The database holds a hash of the session id: nobody who reads it can take over a session.
 */
@Repository
class MongoSessions implements SessionRepository<MapSession> {

    private static final Logger log = LoggerFactory.getLogger(MongoSessions.class);

    /** The time of the last access is that exact and no more, which saves a write with most requests. */
    private static final Duration ACCESS_PRECISION = Duration.ofSeconds(30);

    private static final String ATTRIBUTES = "attributes";
    private static final String STORED = MongoSessions.class.getName() + ".stored";

    private final MongoCollection<Document> sessions;
    private final SessionSettings settings;
    private final Clock clock;

    MongoSessions(MongoDatabase database, SessionSettings settings, Clock clock) {
        this.sessions = database.getCollection("sessions");
        this.settings = settings;
        this.clock = clock;
        sessions.createIndex(Indexes.ascending("expiresAt"), new IndexOptions().expireAfter(0L, TimeUnit.SECONDS));
    }

    @Override
    public MapSession createSession() {
        MapSession session = new MapSession();
        Instant now = clock.instant();
        session.setCreationTime(now);
        session.setLastAccessedTime(now);
        session.setMaxInactiveInterval(settings.idleLimit());
        return session;
    }

    @Override
    public void save(MapSession session) {
        Stored stored = session.getAttribute(STORED);
        Map<String, byte[]> attributes = serialized(session);
        if (stored == null) {
            sessions.insertOne(write(session, attributes));
        } else if (!stored.id().equals(session.getId())) {
            if (sessions.deleteOne(eq("_id", sha256(stored.id()))).getDeletedCount() == 1) {
                sessions.insertOne(write(session, attributes));
            }
        } else {
            update(session, stored.attributes(), attributes);
        }
        session.setAttribute(STORED, new Stored(session.getId(), attributes));
    }

    @Override
    public @Nullable MapSession findById(String id) {
        Document document = sessions.find(eq("_id", sha256(id))).first();
        if (document == null) {
            return null;
        }
        if (!document.getDate("expiresAt").toInstant().isAfter(clock.instant())) {
            deleteById(id);
            return null;
        }
        try {
            return read(id, document);
        } catch (IOException e) {
            log.warn(
                    "A session cannot be read any more; its owner signs in anew ({})",
                    e.getClass().getSimpleName());
            deleteById(id);
            return null;
        }
    }

    @Override
    public void deleteById(String id) {
        sessions.deleteOne(eq("_id", sha256(id)));
    }

    private void update(MapSession session, Map<String, byte[]> before, Map<String, byte[]> now) {
        List<Bson> changes = new ArrayList<>();
        now.forEach((name, value) -> {
            if (!Arrays.equals(value, before.get(name))) {
                changes.add(Updates.set(ATTRIBUTES + "." + escaped(name), new Binary(value)));
            }
        });
        before.keySet().stream()
                .filter(name -> !now.containsKey(name))
                .forEach(name -> changes.add(Updates.unset(ATTRIBUTES + "." + escaped(name))));
        Bson id = eq("_id", sha256(session.getId()));
        if (!changes.isEmpty()) {
            sessions.updateOne(id, Updates.combine(changes));
        }
        Instant accessed = session.getLastAccessedTime();
        sessions.updateOne(
                and(id, lt("lastAccessedAt", Date.from(accessed.minus(ACCESS_PRECISION)))),
                Updates.combine(
                        Updates.set("lastAccessedAt", Date.from(accessed)),
                        Updates.set("expiresAt", Date.from(expiry(session)))));
    }

    private Instant expiry(MapSession session) {
        Instant idle = session.getLastAccessedTime().plus(session.getMaxInactiveInterval());
        Instant absolute = session.getCreationTime().plus(settings.absoluteLimit());
        return idle.isBefore(absolute) ? idle : absolute;
    }

    private Document write(MapSession session, Map<String, byte[]> attributes) {
        Document values = new Document();
        attributes.forEach((name, value) -> values.append(escaped(name), new Binary(value)));
        return new Document("_id", sha256(session.getId()))
                .append("createdAt", Date.from(session.getCreationTime()))
                .append("lastAccessedAt", Date.from(session.getLastAccessedTime()))
                .append("expiresAt", Date.from(expiry(session)))
                .append(ATTRIBUTES, values);
    }

    private MapSession read(String id, Document document) throws IOException {
        MapSession session = new MapSession(id);
        session.setCreationTime(document.getDate("createdAt").toInstant());
        session.setLastAccessedTime(document.getDate("lastAccessedAt").toInstant());
        session.setMaxInactiveInterval(settings.idleLimit());
        Map<String, byte[]> attributes = new HashMap<>();
        for (Map.Entry<String, Object> attribute :
                document.get(ATTRIBUTES, Document.class).entrySet()) {
            byte[] value = ((Binary) attribute.getValue()).getData();
            attributes.put(unescaped(attribute.getKey()), value);
            session.setAttribute(unescaped(attribute.getKey()), Attributes.read(value));
        }
        session.setAttribute(STORED, new Stored(id, attributes));
        return session;
    }

    private static Map<String, byte[]> serialized(MapSession session) {
        Map<String, byte[]> values = new HashMap<>();
        for (String name : session.getAttributeNames()) {
            Object value = session.getAttribute(name);
            if (value != null && !name.equals(STORED)) {
                values.put(name, Attributes.write(value));
            }
        }
        return values;
    }

    /** What the database had when the session was read or saved last. Lies among the attributes, and is not stored. */
    private record Stored(String id, Map<String, byte[]> attributes) {}

    /** Field names of updates are paths: no dots or dollars within them. */
    private static String escaped(String name) {
        return name.replace("%", "%25").replace(".", "%2E").replace("$", "%24");
    }

    private static String unescaped(String field) {
        return field.replace("%24", "$").replace("%2E", ".").replace("%25", "%");
    }
}
