package com.deliveryhistory.optin.securityevents;

/** A token that is not taken, with the reason that its transmitter is told (RFC 8935, section 2.4). */
final class Refused extends Exception {

    private static final long serialVersionUID = 1L;

    private final Err err;

    Refused(Err err, String description) {
        super(description);
        this.err = err;
    }

    Err err() {
        return err;
    }

    /** The registered error codes. */
    enum Err {
        /** It is no Security Event Token, or its event does not conform to its definition. */
        INVALID_REQUEST,
        /** It is signed with a key or an algorithm that is not accepted. */
        INVALID_KEY,
        INVALID_ISSUER,
        INVALID_AUDIENCE,
        /** The signature is wrong, or who sent it did not show what it has to. */
        AUTHENTICATION_FAILED,
        /** Who sent it may not send events of this issuer. */
        ACCESS_DENIED;

        String code() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
