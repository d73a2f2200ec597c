package com.deliveryhistory.optin.notices;

import com.deliveryhistory.events.EventEnvelope;
import com.deliveryhistory.events.EventIds;
import com.deliveryhistory.events.GrantEvent;
import com.deliveryhistory.events.GrantEvent.GrantActivated;
import com.deliveryhistory.events.GrantEvent.GrantExpired;
import com.deliveryhistory.events.GrantEvent.GrantExpiring;
import com.deliveryhistory.events.GrantEvent.GrantInvalidated;
import com.deliveryhistory.events.GrantEvent.GrantRenewed;
import com.deliveryhistory.events.GrantEvent.GrantWithdrawn;
import com.deliveryhistory.optin.activity.Activity;
import com.deliveryhistory.optin.activity.Activity.Kind;
import com.deliveryhistory.optin.activity.ActivityLog;
import com.deliveryhistory.optin.grants.GrantFollower;
import java.util.Map;
import org.springframework.stereotype.Component;

/** What token-manager says of opt-ins, in the activity log. */
@Component
class GrantActivities implements GrantFollower {

    private final ActivityLog log;

    GrantActivities(ActivityLog log) {
        this.log = log;
    }

    @Override
    public void changed(EventEnvelope<GrantEvent> change) {
        String application = change.event().grant().application().value();
        switch (change.event()) {
            case GrantActivated activated -> add(change, Kind.GRANT_ACTIVATED, Map.of("application", application));
            case GrantExpiring expiring ->
                add(
                        change,
                        Kind.GRANT_EXPIRING,
                        Map.of("application", application, "days", String.valueOf(expiring.daysLeft())));
            case GrantRenewed renewed -> add(change, Kind.GRANT_RENEWED, Map.of("application", application));
            case GrantInvalidated invalidated -> ended(change, application);
            case GrantExpired expired -> ended(change, application);
            case GrantWithdrawn withdrawn -> ended(change, application);
        }
    }

    private void ended(EventEnvelope<GrantEvent> change, String application) {
        String reason = EndReasons.of(change.event().grant());
        add(change, Kind.GRANT_ENDED, Map.of("application", application, "reason", reason));
    }

    private void add(EventEnvelope<GrantEvent> change, Kind kind, Map<String, String> details) {
        log.add(
                EventIds.of("activity", change.id()),
                new Activity(change.event().grant().companyId(), change.time(), kind, Activity.SYSTEM, details));
    }
}
