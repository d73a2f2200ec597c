package com.deliveryhistory.optin.announcements;

import com.deliveryhistory.events.Application;
import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.events.EventEnvelope;
import com.deliveryhistory.events.EventIds;
import com.deliveryhistory.events.OptInEvent;
import com.deliveryhistory.events.OptInEvent.OptInGranted;
import com.deliveryhistory.events.OptInEvent.OptInWithdrawn;
import com.deliveryhistory.events.OptInEvent.PasswordChangeInvalidated;
import com.deliveryhistory.events.OptInEvent.PasswordChangeInvalidated.Source;
import com.deliveryhistory.optin.activity.Activity;
import com.deliveryhistory.optin.activity.Activity.Kind;
import com.deliveryhistory.optin.activity.ActivityLog;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What admins did to opt-ins, for the activity log. Noted between an event's way to Kafka and noting that it got there, so
 * that whatever happens in between, the relay notes it again: the id is the event's.
 */
@Component
class AnnouncedActivities {

    private final ActivityLog log;

    AnnouncedActivities(ActivityLog log) {
        this.log = log;
    }

    void note(EventEnvelope<OptInEvent> envelope) {
        OptInEvent event = envelope.event();
        switch (event) {
            case OptInGranted granted -> add(envelope, Kind.OPTED_IN, granted.application(), granted.authorizedBy());
            case OptInWithdrawn withdrawn ->
                add(envelope, Kind.WITHDRAWN, withdrawn.application(), withdrawn.withdrawnBy());
            case PasswordChangeInvalidated changed -> {
                // what UPS.com pushes is noted where it is received
                if (changed.source() == Source.ADMIN) {
                    add(envelope, Kind.PASSWORD_CHANGE_REPORTED, changed.application(), changed.reportedBy());
                }
            }
        }
    }

    private void add(EventEnvelope<OptInEvent> envelope, Kind kind, @Nullable Application application, String by) {
        CompanyId company = envelope.event().companyId();
        Instant at = envelope.time();
        String about = application == null ? Activity.ALL : application.value();
        log.add(
                EventIds.of("activity", envelope.id()),
                new Activity(company, at, kind, by, Map.of("application", about)));
    }
}
