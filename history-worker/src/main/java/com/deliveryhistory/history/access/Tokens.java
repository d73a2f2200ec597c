package com.deliveryhistory.history.access;

import com.deliveryhistory.events.GrantId;

/** Where access tokens come from. */
public interface Tokens {

    /**
     * A token that is good for a while.
     *
     * @param revision of the grant as the caller knows it: no token from before is used
     */
    TokenAnswer token(GrantId grant, long revision);

    /** A newer token, after UPS refused this one. */
    TokenAnswer newerThan(AccessToken refused, GrantId grant, long revision);

    /** The grant's token is not needed any more. */
    void forget(GrantId grant);
}
