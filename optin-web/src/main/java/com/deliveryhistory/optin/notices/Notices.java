package com.deliveryhistory.optin.notices;

import static com.deliveryhistory.optin.authorization.OptInApplication.collectsDeliveries;

import com.deliveryhistory.events.EventEnvelope;
import com.deliveryhistory.events.EventIds;
import com.deliveryhistory.events.GrantEvent;
import com.deliveryhistory.events.GrantEvent.GrantActivated;
import com.deliveryhistory.events.GrantEvent.GrantExpired;
import com.deliveryhistory.events.GrantEvent.GrantExpiring;
import com.deliveryhistory.events.GrantEvent.GrantInvalidated;
import com.deliveryhistory.events.GrantEvent.GrantRenewed;
import com.deliveryhistory.events.GrantEvent.GrantWithdrawn;
import com.deliveryhistory.events.GrantStatus;
import com.deliveryhistory.optin.accounts.Accounts;
import com.deliveryhistory.optin.accounts.Contact;
import com.deliveryhistory.optin.activity.ApplicationNames;
import com.deliveryhistory.optin.grants.GrantFollower;
import com.deliveryhistory.optin.mail.Mail;
import com.deliveryhistory.optin.mail.Mail.Kind;
import com.deliveryhistory.optin.mail.MailQueue;
import com.deliveryhistory.optin.mail.MailQueueFull;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Mails to administrators when an opt-in is in force, runs out soon, does so no longer, or has ended. Each mail's id comes from the event's and
 * the person's, so however often an event is read, everybody is told once.
 */
@Component
class Notices implements GrantFollower {

    private static final Logger log = LoggerFactory.getLogger(Notices.class);

    private final Accounts accounts;
    private final ApplicationNames applications;
    private final MailQueue mails;
    private final NoticeSettings settings;
    private final Clock clock;

    Notices(Accounts accounts, ApplicationNames applications, MailQueue mails, NoticeSettings settings, Clock clock) {
        this.accounts = accounts;
        this.applications = applications;
        this.mails = mails;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public void changed(EventEnvelope<GrantEvent> change) {
        if (change.time().isBefore(clock.instant().minus(settings.tellWithin()))) {
            return;
        }
        GrantStatus grant = change.event().grant();
        String at = change.time().toString();
        String application = applications.nameOf(grant.application().value());
        switch (change.event()) {
            case GrantActivated activated ->
                tell(
                        change,
                        collectsDeliveries(grant.application()) ? Kind.OPT_IN_ACTIVE : Kind.ACCESS_ACTIVE,
                        Map.of("application", application, "by", grant.authorizedBy(), "at", at));
            case GrantExpiring expiring -> expiring(change, expiring, application);
            case GrantRenewed renewed ->
                tell(
                        change,
                        collectsDeliveries(grant.application()) ? Kind.OPT_IN_RENEWED : Kind.ACCESS_RENEWED,
                        Map.of(
                                "application",
                                application,
                                "until",
                                grant.refreshTokenExpiresAt().toString()));
            case GrantInvalidated invalidated -> ended(change, application, at);
            case GrantExpired expired -> ended(change, application, at);
            case GrantWithdrawn withdrawn -> ended(change, application, at);
        }
    }

    /** With the days that are left now: it may be told late. What has run out meanwhile is told as that. */
    private void expiring(EventEnvelope<GrantEvent> change, GrantExpiring expiring, String application) {
        Instant until = expiring.grant().refreshTokenExpiresAt();
        Duration left = Duration.between(clock.instant(), until);
        if (left.isPositive()) {
            long days =
                    Math.min(expiring.daysLeft(), left.plusDays(1).minusNanos(1).toDays());
            tell(
                    change,
                    Kind.OPT_IN_EXPIRING,
                    Map.of("application", application, "days", Long.toString(days), "until", until.toString()));
        }
    }

    private void ended(EventEnvelope<GrantEvent> change, String application, String at) {
        GrantStatus grant = change.event().grant();
        Kind kind = collectsDeliveries(grant.application()) ? Kind.OPT_IN_ENDED : Kind.ACCESS_ENDED;
        String reason = EndReasons.of(grant);
        tell(change, kind, Map.of("application", application, "reason", reason, "at", at));
    }

    private void tell(EventEnvelope<GrantEvent> change, Kind kind, Map<String, String> facts) {
        GrantStatus grant = change.event().grant();
        for (Contact admin : accounts.contactsOf(grant.companyId())) {
            String id = EventIds.of("notice", change.id(), admin.name());
            try {
                mails.put(grant.companyId(), new Mail(id, admin.email(), admin.language(), kind, facts));
            } catch (MailQueueFull e) {
                // the pages tell it as well; waiting here would hold up what they show
                log.error("{} is not told to {}: {}", kind, admin, e.getMessage());
            }
        }
    }
}
