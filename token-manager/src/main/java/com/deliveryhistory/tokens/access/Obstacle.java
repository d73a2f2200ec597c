package com.deliveryhistory.tokens.access;

import com.deliveryhistory.tokens.refresh.Strain;

/**
 * Why there is no token now though the grant is in force: {@code cause} of a problem with status 503. All of them end by
 * themselves, or by what the detail asks an operator for.
 */
enum Obstacle {
    /** UPS throttles the application. */
    UPS_THROTTLES(
            "The token could not be refreshed: UPS answers that there are too many calls. It is tried again by itself"),

    /** UPS cannot be reached, fails, or answers with something else than its API. */
    UPS_DOWN("The token could not be refreshed: UPS cannot be reached, or fails. It is tried again by itself"),

    /** UPS refuses the application's client, whichever grant is asked for. */
    UPS_REFUSES_CLIENT(
            "The token could not be refreshed: UPS refuses this application's client. An operator has to look at"
                    + " ups.applications of token-manager"),

    /** The grant's last refresh failed, and says nothing of others. */
    LAST_REFRESH_FAILED(
            "The token could not be refreshed: the last attempt failed a moment ago. It is tried again by itself;"
                    + " token-manager's log says what happened"),

    /** A refresh, of this or another instance, did not end within {@code access.patience}. */
    REFRESH_NOT_DONE("The token could not be refreshed in time: a refresh is under way, or waits for its turn"),

    /** UPS refuses tokens that were just renewed. */
    RENEWED_TOKEN_REFUSED("UPS refuses tokens of this company that were just renewed; renewing does not help now"),

    /** The stored tokens need a key that is not there. */
    TOKENS_UNREADABLE(
            "The stored tokens cannot be opened. An operator has to give token-manager back the key that they need"),

    /** MongoDB, or the key management service, does not answer. */
    STORE_DOWN("Tokens cannot be read now. It is tried again with each request");

    private final String detail;

    Obstacle(String detail) {
        this.detail = detail;
    }

    /** What callers read. */
    String detail() {
        return detail;
    }

    /** Why a grant waits whose application is under this strain. */
    static Obstacle of(Strain strain) {
        return switch (strain) {
            case THROTTLED -> UPS_THROTTLES;
            case DOWN -> UPS_DOWN;
            case CLIENT_REFUSED -> UPS_REFUSES_CLIENT;
            case NONE -> LAST_REFRESH_FAILED;
        };
    }
}
