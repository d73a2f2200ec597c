package com.deliveryhistory.optin.upsusers;

import com.deliveryhistory.events.Application;
import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.optin.accounts.Member;
import com.deliveryhistory.optin.activity.Activity;
import com.deliveryhistory.optin.activity.ActivityLog;
import com.deliveryhistory.optin.sweeps.EveryMinute;
import com.deliveryhistory.optin.sweeps.Sweep;
import com.deliveryhistory.optin.upsusers.UpsUsers.Naming;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Service;

/** Takes the names that admins type. What is not told when the process ends is told by the sweep. */
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
            users.namedAt(grant).ifPresent(namedAt -> forget(admin, grant, namedAt));
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
            Naming naming =
                    new Naming(UUID.randomUUID().toString(), grant, user.get().name(), admin.name(), clock.instant());
            users.name(naming);
            tell(naming);
        }
        return true;
    }

    /** Noted before it is done, once however often it is tried: a process may end in between. */
    private void forget(Member admin, GrantId grant, Instant namedAt) {
        users.untoldOf(grant).forEach(this::tell);
        activities.add(
                "ups-user-forgotten-" + grant + "-" + namedAt,
                new Activity(
                        grant.company(),
                        clock.instant(),
                        Activity.Kind.UPS_USER_FORGOTTEN,
                        admin.name(),
                        Map.of("application", grant.application().value())));
        users.forget(grant, namedAt);
    }

    /** Tells the names that were not told because the process ended. */
    @EveryMinute
    void tellNamesWhereCutOff() {
        Sweep.each(users.cutOff(clock.instant().minus(Sweep.GRACE)), "Telling of a UPS.com user's name", this::tell);
    }

    private void tell(Naming naming) {
        activities.add(
                naming.id(),
                new Activity(
                        naming.grant().company(),
                        naming.at(),
                        Activity.Kind.UPS_USER_NAMED,
                        naming.by(),
                        Map.of("application", naming.grant().application().value(), "upsUser", naming.upsUser())));
        users.told(naming);
    }
}
