package com.deliveryhistory.optin.sessions;

import static com.deliveryhistory.optin.storage.Hashes.sha256;
import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.ne;

import com.deliveryhistory.optin.storage.OfSignInNames;
import com.deliveryhistory.optin.storage.Person;
import com.deliveryhistory.services.storage.Indexed;
import com.deliveryhistory.services.storage.SignInNames;
import com.deliveryhistory.services.storage.TtlIndex;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
class MongoSessions implements SessionRepository<StoredSession>, Sessions, OfSignInNames, Indexed {

    private static final Logger log = LoggerFactory.getLogger(MongoSessions.class);

    /** The time of the last access is that exact and no more, which saves a write with most requests. */
    private static final Duration ACCESS_PRECISION = Duration.ofSeconds(30);

    private static final int MOST_LISTED = 50;

    private static final String ATTRIBUTES = "attributes";
    private static final String OWNER = "owner";
    private static final String LAST_ACCESSED_AT = "lastAccessedAt";

    private final MongoCollection<Document> sessions;
    private final SessionEnds ends;
    private final SessionSettings settings;
    private final Clock clock;

    MongoSessions(MongoDatabase database, SessionSettings settings, Clock clock) {
        this.sessions = database.getCollection("sessions");
        this.ends = new SessionEnds(database, settings);
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public void createIndexes() {
        sessions.createIndex(Indexes.compoundIndex(Indexes.ascending(OWNER), Indexes.descending(LAST_ACCESSED_AT)));
        TtlIndex.create(sessions, "expiresAt", Duration.ZERO);
        ends.createIndexes();
    }

    @Override
    public StoredSession createSession() {
        return StoredSession.begun(clock.instant(), settings.idleLimit());
    }

    @Override
    public void save(StoredSession session) {
        String storedId = session.storedId();
        Owner owner = session.owner();
        boolean isOthers = !Objects.equals(owner, session.storedOwner());
        Map<String, byte[]> changes = session.changes();
        if (session.getId().equals(storedId)) {
            update(session, changes);
        } else if (storedId == null
                || sessions.deleteOne(eq("_id", sha256(storedId))).getDeletedCount() == 1) {
            sessions.insertOne(write(session, session.attributesAfter(changes)));
            session.accessStored();
        }
        session.stored(changes);
        if (owner != null && isOthers && ends.isEnded(owner.key(), owner.beganAt(session))) {
            deleteById(session.getId()); // the sign-in had begun before all sessions of the person were ended
        }
    }

    @Override
    public @Nullable StoredSession findById(String id) {
        Document document = sessions.find(eq("_id", sha256(id))).first();
        if (document == null) {
            return null;
        }
        if (!document.getDate("expiresAt").toInstant().isAfter(clock.instant())) {
            deleteById(id);
            return null;
        }
        try {
            StoredSession session = read(id, document);
            return ownerIsStored(session, document) ? session : null;
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

    /** Sessions of earlier versions do not name whose they are; false if such a one has been ended meanwhile. */
    private boolean ownerIsStored(StoredSession session, Document document) {
        Owner owner = session.owner();
        if (owner != null && !document.containsKey(OWNER)) {
            sessions.updateOne(eq("_id", sha256(session.getId())), Updates.combine(changedOwner(session, owner)));
            if (ends.isEnded(owner.key(), owner.beganAt(session))) {
                deleteById(session.getId());
                return false;
            }
        }
        return true;
    }

    @Override
    public long endAllOf(String signInName) {
        return end(signInName, eq(OWNER, SignInNames.key(signInName)));
    }

    @Override
    public void erase(Person person) {
        endAllOf(person.name());
    }

    @Override
    public long endOthersOf(String signInName, String currentSessionId) {
        return end(signInName, and(eq(OWNER, SignInNames.key(signInName)), ne("_id", sha256(currentSessionId))));
    }

    private long end(String signInName, Bson which) {
        ends.note(SignInNames.key(signInName), clock.instant());
        return sessions.deleteMany(which).getDeletedCount();
    }

    @Override
    public boolean end(String signInName, String reference) {
        return sessions.deleteOne(and(eq("_id", reference), eq(OWNER, SignInNames.key(signInName))))
                        .getDeletedCount()
                == 1;
    }

    @Override
    public List<SignedInSession> of(String signInName) {
        return sessions.find(and(eq(OWNER, SignInNames.key(signInName)), gt("expiresAt", Date.from(clock.instant()))))
                .projection(Projections.exclude(ATTRIBUTES))
                .sort(Sorts.descending(LAST_ACCESSED_AT))
                .limit(MOST_LISTED)
                .map(document -> new SignedInSession(
                        document.getString("_id"),
                        document.getDate("signedInAt").toInstant(),
                        document.getDate(LAST_ACCESSED_AT).toInstant(),
                        document.get("device", ""),
                        document.get("network", "")))
                .into(new ArrayList<>());
    }

    @Override
    public boolean isNamed(String sessionId, String reference) {
        return sha256(sessionId).equals(reference);
    }

    private void update(StoredSession session, Map<String, byte[]> changed) {
        Bson id = eq("_id", sha256(session.getId()));
        Owner owner = session.owner();
        List<Bson> changes = new ArrayList<>();
        if (!Objects.equals(owner, session.storedOwner())) {
            changes.addAll(changedOwner(session, owner));
        }
        changed.forEach((name, value) -> changes.add(
                value.length == 0
                        ? Updates.unset(ATTRIBUTES + "." + escaped(name))
                        : Updates.set(ATTRIBUTES + "." + escaped(name), new Binary(value))));
        if (!changes.isEmpty()) {
            sessions.updateOne(id, Updates.combine(changes));
        }
        Instant known = session.getLastAccessedTime().minus(ACCESS_PRECISION);
        if (session.storedAccess().isBefore(known)) {
            sessions.updateOne(
                    and(id, lt(LAST_ACCESSED_AT, Date.from(known))),
                    Updates.combine(
                            Updates.set(LAST_ACCESSED_AT, Date.from(session.getLastAccessedTime())),
                            Updates.set("expiresAt", Date.from(expiry(session)))));
            session.accessStored();
        }
    }

    private static List<Bson> changedOwner(StoredSession session, @Nullable Owner owner) {
        if (owner == null) {
            return List.of(Updates.unset(OWNER));
        }
        List<Bson> changes = new ArrayList<>();
        ownerFields(session, owner).forEach((field, value) -> changes.add(Updates.set(field, value)));
        return changes;
    }

    private static Document ownerFields(StoredSession session, Owner owner) {
        SignInOrigin origin = owner.origin();
        return new Document(OWNER, owner.key())
                .append("signedInAt", Date.from(owner.beganAt(session)))
                .append("device", origin == null ? "" : origin.device())
                .append("network", origin == null ? "" : origin.network());
    }

    private Instant expiry(StoredSession session) {
        Instant idle = session.getLastAccessedTime().plus(session.getMaxInactiveInterval());
        Instant absolute = session.getCreationTime().plus(settings.absoluteLimit());
        return idle.isBefore(absolute) ? idle : absolute;
    }

    private Document write(StoredSession session, Map<String, byte[]> attributes) {
        Document values = new Document();
        attributes.forEach((name, value) -> values.append(escaped(name), new Binary(value)));
        Document document = new Document("_id", sha256(session.getId()))
                .append("createdAt", Date.from(session.getCreationTime()))
                .append(LAST_ACCESSED_AT, Date.from(session.getLastAccessedTime()))
                .append("expiresAt", Date.from(expiry(session)))
                .append(ATTRIBUTES, values);
        Owner owner = session.owner();
        if (owner != null) {
            document.putAll(ownerFields(session, owner));
        }
        return document;
    }

    private StoredSession read(String id, Document document) throws IOException {
        MapSession session = new MapSession(id);
        session.setCreationTime(document.getDate("createdAt").toInstant());
        session.setLastAccessedTime(document.getDate(LAST_ACCESSED_AT).toInstant());
        session.setMaxInactiveInterval(settings.idleLimit());
        Map<String, byte[]> bytes = new HashMap<>();
        Map<String, Object> values = new HashMap<>();
        for (Map.Entry<String, Object> attribute :
                document.get(ATTRIBUTES, Document.class).entrySet()) {
            String name = unescaped(attribute.getKey());
            byte[] value = ((Binary) attribute.getValue()).getData();
            bytes.put(name, value);
            values.put(name, Attributes.read(value));
        }
        return StoredSession.read(session, bytes, values);
    }

    /** Field names of updates are paths: no dots or dollars within them. */
    private static String escaped(String name) {
        return name.replace("%", "%25").replace(".", "%2E").replace("$", "%24");
    }

    private static String unescaped(String field) {
        return field.replace("%24", "$").replace("%2E", ".").replace("%25", "%");
    }
}
