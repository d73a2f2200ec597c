package com.deliveryhistory.optin.identityproviders;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.optin.accounts.Account;
import com.deliveryhistory.optin.activity.Activity;
import com.deliveryhistory.optin.activity.ActivityLog;
import com.deliveryhistory.optin.identityproviders.Identities.Link;
import com.deliveryhistory.optin.securitylog.SecurityLog;
import com.deliveryhistory.optin.sessions.Sessions;
import com.deliveryhistory.services.storage.SignInNames;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * Lets operators free accounts from who signs in to them at a company's identity provider. Disabling an account does not:
 * its address may be somebody else's at the provider by the time that it is enabled again.
 */
@Component
public class AccountLinks {

    private final Identities identities;
    private final Sessions sessions;
    private final ActivityLog activities;
    private final SecurityLog security;
    private final Clock clock;

    AccountLinks(Identities identities, Sessions sessions, ActivityLog activities, SecurityLog security, Clock clock) {
        this.identities = identities;
        this.sessions = sessions;
        this.activities = activities;
        this.security = security;
        this.clock = clock;
    }

    /**
     * Ends all sessions of the person, and has the next sign-in at the provider with the account's address link it anew.
     *
     * @param by who does it
     * @return false if the account was linked to nobody
     */
    public boolean unlink(CompanyId company, String by, Account person) {
        List<Link> links = identities.linksOf(company.value(), SignInNames.key(person.name()));
        if (!links.isEmpty()) {
            note(company, by, person, links.getFirst());
        }
        boolean unlinked = identities.unlink(links);
        sessions.endAllOf(person.name()); // also if it was not: the process that unlinked it may have ended before
        return unlinked;
    }

    /** Noted before it is done, once however often it is tried: a process may end in between. */
    private void note(CompanyId company, String by, Account person, Link link) {
        security.record(SecurityLog.Kind.IDENTITY_UNLINKED, person.name(), "by", by);
        activities.add(
                "identity-unlinked-" + link.id() + "-" + link.since().toEpochMilli(),
                new Activity(
                        company,
                        clock.instant(),
                        Activity.Kind.IDENTITY_UNLINKED,
                        by,
                        Map.of("person", person.name())));
    }
}
