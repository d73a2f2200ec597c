package com.deliveryhistory.optin.sessions;

import java.time.Instant;
import java.util.List;

/**
 * The sessions of people who signed in. One that is ended here is over with its next request, and no request that is
 * under way and no sign-in that had begun before brings it back. Sign-in names are taken whatever their case.
 */
public interface Sessions {

    /** Ends all sessions of a person; how many there were. */
    long endAllOf(String signInName);

    /**
     * Ends all sessions of a person but one; how many there were.
     *
     * @param currentSessionId the id of the HTTP session that goes on
     */
    long endOthersOf(String signInName, String currentSessionId);

    /**
     * Ends one session of a person; whether there was one.
     *
     * @param reference names the session, see {@link SignedInSession}
     */
    boolean end(String signInName, String reference);

    /** The sessions that were used most recently, at most 50, the newest first. */
    List<SignedInSession> of(String signInName);

    /** Whether the HTTP session of this id is the one that a reference names. */
    boolean isNamed(String sessionId, String reference);

    /**
     * A session that somebody signed in with.
     *
     * @param reference names the session and gives no access to it
     * @param signedInAt when the person signed in
     * @param lastUsedAt when a page was asked for last, to half a minute
     * @param device the browser and the system, e.g. {@code Firefox, Windows}; empty if unknown
     * @param network the first part of the IP address; empty if unknown
     */
    record SignedInSession(String reference, Instant signedInAt, Instant lastUsedAt, String device, String network) {}
}
