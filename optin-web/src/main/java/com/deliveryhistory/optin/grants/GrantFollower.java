package com.deliveryhistory.optin.grants;

import com.deliveryhistory.events.EventEnvelope;
import com.deliveryhistory.events.GrantEvent;

/**
 * Somebody who has to know of every change of a grant, in order. A change may be told several times, after a restart or a
 * replay; one that fails is told again until it does not. What token-manager tells again of a grant, as of then, is a change
 * only if it was not known.
 */
@FunctionalInterface
public interface GrantFollower {

    void changed(EventEnvelope<GrantEvent> change);
}
