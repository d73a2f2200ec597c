package com.deliveryhistory.optin.upsusers;

import com.deliveryhistory.events.EventEnvelope;
import com.deliveryhistory.events.GrantEvent;
import com.deliveryhistory.events.GrantState;
import com.deliveryhistory.optin.grants.GrantFollower;
import org.springframework.stereotype.Component;

/** Lets a name that was given before the opt-in hold for the opt-in that came. */
@Component
class OptInsOfUsers implements GrantFollower {

    private final UpsUsers users;

    OptInsOfUsers(UpsUsers users) {
        this.users = users;
    }

    /** What is told may be long past, in a replay: which opt-in is in force counts, and that is known by now. */
    @Override
    public void changed(EventEnvelope<GrantEvent> change) {
        if (change.event().grant().state() == GrantState.ACTIVE) { // whatever event tells of it first
            users.optedIn(change.event().grant().grantId());
        }
    }
}
