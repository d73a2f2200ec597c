package com.deliveryhistory.tokens.refresh;

import com.deliveryhistory.events.Application;

/** UPS as far as refreshing goes. */
@FunctionalInterface
interface UpsTokens {

    /** Asks for a new pair once, within {@code ups.timeout}. Never throws for anything that UPS or the network does. */
    Outcome refresh(Application application, String refreshToken);
}
