package com.deliveryhistory.optin.sessions;

import com.deliveryhistory.optin.storage.Hashes;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.session.MapSession;
import org.springframework.session.Session;
import org.springframework.session.SessionIdGenerator;

/**
 * A session as one request sees it, and what the database has of it: so a request writes only what it set. As with Spring
 * Session's own repositories ({@code SaveMode.ON_SET_ATTRIBUTE}) an attribute whose object was changed has to be set again.
 */
final class StoredSession implements Session {

    /** With 256 random bits, also where the id changes at sign-in: Spring Session's own are UUIDs, with 122. */
    private static final SessionIdGenerator IDS = Hashes::newSecret;

    private final MapSession session;
    private final Set<String> touched = new HashSet<>();
    private Map<String, byte[]> storedAttributes = new HashMap<>();
    private @Nullable String storedId;
    private @Nullable Owner storedOwner;
    private Instant storedAccess;
    private boolean attended = true;

    private StoredSession(MapSession session) {
        this.session = session;
        this.storedAccess = session.getLastAccessedTime();
    }

    /** One that the database does not have yet. */
    static StoredSession begun(Instant now, Duration idleLimit) {
        MapSession session = new MapSession(IDS);
        session.setCreationTime(now);
        session.setLastAccessedTime(now);
        session.setMaxInactiveInterval(idleLimit);
        return new StoredSession(session);
    }

    /**
     * One that was read.
     *
     * @param bytes the attributes as they are stored
     * @param values the same as objects
     */
    static StoredSession read(MapSession session, Map<String, byte[]> bytes, Map<String, Object> values) {
        session.setSessionIdGenerator(IDS);
        values.forEach(session::setAttribute);
        StoredSession read = new StoredSession(session);
        read.storedId = session.getId();
        read.storedAttributes = bytes;
        read.storedOwner = Owner.of(read);
        return read;
    }

    /** The id in the database; {@code null} if it has none of it yet. */
    @Nullable
    String storedId() {
        return storedId;
    }

    /** Whose the database says that it is. */
    @Nullable
    Owner storedOwner() {
        return storedOwner;
    }

    /** The last access that the database knows of, or a later one that some request has told it. */
    Instant storedAccess() {
        return storedAccess;
    }

    /** Whose it is now. */
    @Nullable
    Owner owner() {
        return storedId == null || touched.contains(HttpSessionSecurityContextRepository.SPRING_SECURITY_CONTEXT_KEY)
                ? Owner.of(this)
                : storedOwner;
    }

    /** All attributes as they are stored after these changes. */
    Map<String, byte[]> attributesAfter(Map<String, byte[]> changes) {
        Map<String, byte[]> all = new HashMap<>(storedAttributes);
        changes.forEach((name, value) -> {
            if (value.length == 0) {
                all.remove(name);
            } else {
                all.put(name, value);
            }
        });
        return all;
    }

    /** The attributes that differ from those in the database; without bytes (no object has none) those that are gone. */
    Map<String, byte[]> changes() {
        Map<String, byte[]> changes = new HashMap<>();
        for (String name : touched) {
            Object value = session.getAttribute(name);
            byte[] now = value == null ? new byte[0] : Attributes.write(value);
            byte[] before = storedAttributes.getOrDefault(name, new byte[0]);
            if (!Arrays.equals(now, before)) {
                changes.put(name, now);
            }
        }
        return changes;
    }

    /** The database has it with these changes, or it has none of it any more. */
    void stored(Map<String, byte[]> changes) {
        storedOwner = owner();
        storedId = session.getId();
        storedAttributes = attributesAfter(changes);
        touched.clear();
    }

    /** The database knows of an access as late as the last one here, to the precision that it has. */
    void accessStored() {
        storedAccess = session.getLastAccessedTime();
    }

    @Override
    public String getId() {
        return session.getId();
    }

    @Override
    public String changeSessionId() {
        return session.changeSessionId();
    }

    @Override
    @SuppressWarnings("TypeParameterUnusedInFormals") // as Session has it
    public <T> @Nullable T getAttribute(String name) {
        return session.getAttribute(name);
    }

    @Override
    public Set<String> getAttributeNames() {
        return session.getAttributeNames();
    }

    @Override
    public void setAttribute(String name, @Nullable Object value) {
        session.setAttribute(name, value);
        touched.add(name);
    }

    @Override
    public void removeAttribute(String name) {
        session.removeAttribute(name);
        touched.add(name);
    }

    @Override
    public Instant getCreationTime() {
        return session.getCreationTime();
    }

    /** This request is none of a person's: it does not put off the end of a session that is idle. */
    void unattended() {
        attended = false;
    }

    @Override
    public void setLastAccessedTime(Instant time) {
        if (attended) {
            session.setLastAccessedTime(time);
        }
    }

    @Override
    public Instant getLastAccessedTime() {
        return session.getLastAccessedTime();
    }

    @Override
    public void setMaxInactiveInterval(Duration interval) {
        session.setMaxInactiveInterval(interval);
    }

    @Override
    public Duration getMaxInactiveInterval() {
        return session.getMaxInactiveInterval();
    }

    @Override
    public boolean isExpired() {
        return session.isExpired();
    }
}
