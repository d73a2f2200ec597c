package com.deliveryhistory.tokens.access;

import com.deliveryhistory.events.GrantId;

/** Where access tokens come from. */
@FunctionalInterface
interface TokenSource {

    /**
     * The grant's access token.
     *
     * @param refusedGeneration the generation that UPS refused, so that only a newer one helps; 0: none was refused
     */
    Answer take(GrantId grant, long refusedGeneration);
}
