package com.deliveryhistory.optin.upsusers;

import com.deliveryhistory.events.EventEnvelope;
import com.deliveryhistory.events.GrantEvent;
import com.deliveryhistory.events.GrantEvent.GrantActivated;
import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.optin.grants.GrantFollower;
import com.deliveryhistory.optin.grants.Grants;
import com.deliveryhistory.optin.grants.KnownGrant;
import org.springframework.stereotype.Component;

/** Lets a name that was given before the opt-in hold for the opt-in that came. */
@Component
class OptInsOfUsers implements GrantFollower {

    private final UpsUsers users;
    private final Grants grants;

    OptInsOfUsers(UpsUsers users, Grants grants) {
        this.users = users;
        this.grants = grants;
    }

    /** What is told may be long past, in a replay: what is known counts. */
    @Override
    public void changed(EventEnvelope<GrantEvent> change) {
        if (change.event() instanceof GrantActivated) {
            GrantId grant = change.event().grant().grantId();
            grants.find(grant)
                    .filter(KnownGrant::isActive)
                    .ifPresent(active -> users.optedIn(grant, active.status().authorizedAt()));
        }
    }
}
