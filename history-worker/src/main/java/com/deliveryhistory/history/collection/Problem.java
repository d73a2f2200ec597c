package com.deliveryhistory.history.collection;

/**
 * What keeps a history from being collected though its grant is active, by who can do something about it. The names are
 * stable: who asks for a {@link Coverage} has words for them.
 */
public enum Problem {
    /**
     * UPS takes none of the grant's access tokens, not even a new one. So it is where the UPS.com user that opted in has no
     * shipping account: such a user can opt in all the same.
     */
    TOKEN_REFUSED,
    /**
     * UPS answers, and refuses all that it is asked for. So it is where the company is not enrolled in Quantum View, or not
     * under the name of this subscription.
     */
    REQUEST_REJECTED,
    /**
     * UPS gives no answer that is of use, or no access token: it is down or busy, or its answer is not what it should be, or
     * it refuses token-manager.
     */
    UPS_AWAY,
    /** A part of this system is away. */
    SYSTEM_AWAY
}
