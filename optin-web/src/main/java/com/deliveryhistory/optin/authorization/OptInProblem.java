package com.deliveryhistory.optin.authorization;

/** Why an opt-in did not come about. Each has its words in {@code messages.properties}, {@code problem.<name>.*}. */
public enum OptInProblem {
    /** UPS.com sent {@code error=access_denied}: the person did not agree. */
    CANCELLED,
    /** UPS.com came back with another error, or with neither code nor error. */
    NO_CODE,
    /** The state is missing, was used before, is too old or belongs to another session (RFC 6749, section 10.12). */
    NOT_EXPECTED,
    /** The answer names another authorization server than UPS (RFC 9207): a mix-up, maybe an attack. */
    WRONG_ISSUER,
    /** Who comes back was an administrator on the way there, and is none any more. */
    NO_LONGER_ADMIN,
    /** Another site, not a page of ours, wanted to start an opt-in. */
    STARTED_ELSEWHERE,
    /** UPS answered 400: the code expired or was used (its code 10400). */
    CODE_REFUSED,
    /** UPS answered 401 or 403: it does not accept this application itself. */
    APPLICATION_REFUSED,
    /** UPS answered 429. */
    UPS_BUSY,
    /** UPS answered 5xx. */
    UPS_FAILED,
    /** No connection, or no answer in time. */
    UPS_UNREACHABLE,
    /** An answer that is no token answer. */
    UPS_UNREADABLE,
    /** A token answer whose status is not {@code approved}. */
    NOT_APPROVED,
    /** There is no key to seal tokens with, so none may be taken. */
    NO_SEALING_KEY
}
