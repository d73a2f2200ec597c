package com.deliveryhistory.upssandbox.gateway;

import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is learnt about a call while it is answered, for its line in the ledger. Belongs to one request. */
public final class CallNotes {

    private static final String ATTRIBUTE = CallNotes.class.getName();

    private final Map<String, String> presented = new LinkedHashMap<>();
    private final Map<String, String> issued = new LinkedHashMap<>();
    private @Nullable String client;
    private @Nullable String user;
    private @Nullable String account;
    private @Nullable UpsError refusal;
    private @Nullable FaultKind fault;

    private final @Nullable String host;

    private CallNotes(@Nullable String host) {
        this.host = host;
    }

    /** The notes of this request; new ones if it has none yet. */
    public static CallNotes of(HttpServletRequest request) {
        if (request.getAttribute(ATTRIBUTE) instanceof CallNotes notes) {
            return notes;
        }
        var notes = new CallNotes(request.getServerName());
        request.setAttribute(ATTRIBUTE, notes);
        return notes;
    }

    public void client(String clientId) {
        this.client = clientId;
    }

    /** The UPS.com user on whose behalf the call is made, and the shipping account, if the user has one. */
    public void user(String username, @Nullable String shipperNumber) {
        this.user = username;
        this.account = shipperNumber;
    }

    /** The caller showed this secret; only its fingerprint is kept. */
    public void presented(String kind, String secret) {
        presented.put(kind, TokenHash.fingerprint(secret));
    }

    /** The answer contains this secret; only its fingerprint is kept. */
    public void issued(String kind, String secret) {
        issued.put(kind, TokenHash.fingerprint(secret));
    }

    void refusedWith(UpsError error) {
        this.refusal = error;
    }

    void struckBy(FaultKind kind) {
        this.fault = kind;
    }

    @Nullable
    String host() {
        return host;
    }

    @Nullable
    String client() {
        return client;
    }

    @Nullable
    String user() {
        return user;
    }

    @Nullable
    String account() {
        return account;
    }

    Map<String, String> presented() {
        return presented;
    }

    Map<String, String> issued() {
        return issued;
    }

    @Nullable
    UpsError refusal() {
        return refusal;
    }

    @Nullable
    FaultKind fault() {
        return fault;
    }
}
