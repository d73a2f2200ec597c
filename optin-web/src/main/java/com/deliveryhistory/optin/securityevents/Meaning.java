package com.deliveryhistory.optin.securityevents;

import java.util.Map;
import java.util.Set;

/**
 * What an event means for the opt-ins that its user made. An opt-in ends only if UPS is sure to refuse its tokens from
 * now on: a wrong end costs the company a log-in, an end that is missed is noticed at the next refresh.
 */
enum Meaning {
    /** The tokens are dead. */
    ENDS,
    /** The tokens are good, and something is wrong with the account: the company's admins are told. */
    WARNS,
    /** The transmitter tries whether its events arrive (Shared Signals Framework 1.0, section 8.1.4.1). */
    VERIFIES,
    /** Nothing. */
    NOTHING;

    private static final String EVENTS = "https://schemas.openid.net/secevent/";
    private static final String CREDENTIAL_CHANGE = EVENTS + "caep/event-type/credential-change";

    /** A password that is new where none was ("create") was not the one that somebody opted in with. */
    private static final Set<String> PASSWORD_IS_ANOTHER = Set.of("update", "revoke", "delete");

    private static final Map<String, Meaning> OTHERS = Map.of(
            EVENTS + "ssf/event-type/verification", VERIFIES,
            // nobody can log in there any more, and what was authorised goes with the account
            EVENTS + "risc/event-type/account-disabled", ENDS,
            EVENTS + "risc/event-type/account-purged", ENDS,
            // all tokens of the user. A single one (token-revoked) may be any application's, and is named by a hash
            // that only token-manager could compare: the next refresh shows whether it was ours
            EVENTS + "oauth/event-type/tokens-revoked", ENDS,
            EVENTS + "oauth/event-type/token-revoked", WARNS,
            // the password is to be changed, and is not yet: credential-change follows
            EVENTS + "risc/event-type/credential-compromise", WARNS,
            EVENTS + "risc/event-type/account-credential-change-required", WARNS,
            // a session in somebody's browser: what was authorised in it outlives it, as it outlives logging out
            EVENTS + "caep/event-type/session-revoked", NOTHING,
            EVENTS + "risc/event-type/sessions-revoked", NOTHING);

    /** What is not known means nothing, and is acknowledged all the same: sending it again would not change that. */
    static Meaning of(SecurityEvent event) {
        if (!event.type().equals(CREDENTIAL_CHANGE)) {
            return OTHERS.getOrDefault(event.type(), NOTHING);
        }
        return event.detail("credential_type").equals("password")
                        && PASSWORD_IS_ANOTHER.contains(event.detail("change_type"))
                ? ENDS
                : NOTHING;
    }

    /** Whether the payload has what the type's definition requires (CAEP 1.0, section 3.3.1). */
    static boolean conforms(String type, Map<String, Object> details) {
        return !type.equals(CREDENTIAL_CHANGE)
                || (details.get("credential_type") instanceof String && details.get("change_type") instanceof String);
    }
}
