package com.deliveryhistory.optin.upsusers;

import com.deliveryhistory.events.Application;
import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.optin.accounts.Member;
import com.deliveryhistory.optin.activity.Activity;
import com.deliveryhistory.optin.activity.ActivityLog;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Service;

/** Takes the names that admins type. */
@Service
public class UpsUserNames {

    private final UpsUsers users;
    private final ActivityLog activities;
    private final Clock clock;

    UpsUserNames(UpsUsers users, ActivityLog activities, Clock clock) {
        this.users = users;
        this.activities = activities;
        this.clock = clock;
    }

    public Optional<NamedUser> find(GrantId grant) {
        return users.find(grant);
    }

    /** Names the user, or nobody if nothing was typed; false, and nothing done, if it cannot be a user. */
    public boolean name(Member admin, Application application, String typed) {
        GrantId grant = new GrantId(admin.company(), application);
        if (typed.isBlank()) {
            if (users.find(grant).isPresent()) {
                users.forget(grant);
                note(admin, Activity.Kind.UPS_USER_FORGOTTEN, Map.of("application", application.value()));
            }
            return true;
        }
        Optional<UpsUser> user = UpsUser.typed(typed);
        if (user.isEmpty()) {
            return false;
        }
        Optional<NamedUser> before = users.find(grant);
        boolean news = before.isEmpty()
                || before.get().isOfEarlierOptIn()
                || !before.get().user().equals(user.get());
        if (news) {
            users.name(grant, user.get());
            note(
                    admin,
                    Activity.Kind.UPS_USER_NAMED,
                    Map.of(
                            "application",
                            application.value(),
                            "upsUser",
                            user.get().name()));
        }
        return true;
    }

    private void note(Member admin, Activity.Kind kind, Map<String, String> details) {
        activities.add(
                UUID.randomUUID().toString(),
                new Activity(admin.company(), clock.instant(), kind, admin.name(), details));
    }
}
