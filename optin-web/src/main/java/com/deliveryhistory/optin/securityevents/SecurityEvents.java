package com.deliveryhistory.optin.securityevents;

import com.deliveryhistory.events.EventEnvelope;
import com.deliveryhistory.events.EventIds;
import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.events.OptInEvent.PasswordChangeInvalidated;
import com.deliveryhistory.events.OptInEvent.PasswordChangeInvalidated.Source;
import com.deliveryhistory.optin.activity.Activity;
import com.deliveryhistory.optin.activity.ActivityLog;
import com.deliveryhistory.optin.announcements.Announcements;
import com.deliveryhistory.optin.announcements.Announcements.Progress;
import com.deliveryhistory.optin.upsusers.NamedUser;
import com.deliveryhistory.optin.upsusers.UpsUsers;
import java.time.Clock;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/**
 * Does what an event asks for. Whether it is older than an opt-in is not looked at here: token-manager knows the opt-in
 * that is in force, and compares its time with the event's; only the words of the activity log go by what is known here. Ids derive from the token's, so an event that was cut off
 * in the middle and comes again is the same once more.
 */
@Service
class SecurityEvents {

    /** What came of an event. */
    enum Outcome {
        /** Opt-ins were ended. */
        ENDED,
        /** Admins were told. */
        WARNED,
        /** No company named that user. */
        NOBODY,
        /** It means nothing for opt-ins. */
        IGNORED,
        /** The transmitter tried whether its events arrive. */
        VERIFIED,
        /** It was dealt with before. */
        DUPLICATE,
        /** It is kept, and not in Kafka yet: it must not be acknowledged. */
        TRY_LATER
    }

    private static final Logger log = LoggerFactory.getLogger(SecurityEvents.class);

    private final ReceivedEvents received;
    private final UpsUsers users;
    private final Announcements announcements;
    private final ActivityLog activities;
    private final Clock clock;

    SecurityEvents(
            ReceivedEvents received, UpsUsers users, Announcements announcements, ActivityLog activities, Clock clock) {
        this.received = received;
        this.users = users;
        this.announcements = announcements;
        this.activities = activities;
        this.clock = clock;
    }

    Outcome heed(SecurityEvent event) {
        if (received.contains(event)) {
            return Outcome.DUPLICATE;
        }
        Outcome outcome = switch (Meaning.of(event)) {
            case ENDS -> end(event);
            case WARNS -> warn(event);
            case VERIFIES -> Outcome.VERIFIED;
            case NOTHING -> Outcome.IGNORED;
        };
        if (outcome != Outcome.TRY_LATER) {
            received.add(event);
        }
        return outcome;
    }

    private Outcome end(SecurityEvent event) {
        Outcome outcome = Outcome.NOBODY;
        boolean allInKafka = true;
        for (Map.Entry<GrantId, NamedUser> named : named(event).entrySet()) {
            GrantId grant = named.getKey();
            if (named.getValue().isOfEarlierOptIn()) {
                note(event, grant, Activity.Kind.UPS_REPORTED_EARLIER_USER);
                outcome = outcome == Outcome.NOBODY ? Outcome.WARNED : outcome;
            } else {
                allInKafka &= announcements.announce(changed(event, grant)) == Progress.IN_KAFKA;
                if (isOlder(event, named.getValue())) {
                    note(
                            event,
                            grant,
                            event.isDated()
                                    ? Activity.Kind.UPS_REPORTED_EARLIER_USER
                                    : Activity.Kind.UPS_REPORTED_RISK);
                    outcome = outcome == Outcome.NOBODY ? Outcome.WARNED : outcome;
                } else {
                    note(event, grant, Activity.Kind.UPS_REPORTED_END);
                    outcome = Outcome.ENDED;
                }
            }
        }
        return allInKafka ? outcome : Outcome.TRY_LATER;
    }

    /** Whether the opt-in, as far as is known here, was made since: then token-manager leaves it alone. */
    private static boolean isOlder(SecurityEvent event, NamedUser named) {
        return named.inForceSince() != null && !named.inForceSince().isBefore(event.earliest());
    }

    private Outcome warn(SecurityEvent event) {
        Map<GrantId, NamedUser> named = named(event);
        named.forEach((grant, user) -> note(
                event,
                grant,
                user.isOfEarlierOptIn() ? Activity.Kind.UPS_REPORTED_EARLIER_USER : Activity.Kind.UPS_REPORTED_RISK));
        return named.isEmpty() ? Outcome.NOBODY : Outcome.WARNED;
    }

    private Map<GrantId, NamedUser> named(SecurityEvent event) {
        Map<GrantId, NamedUser> named = users.named(event.users());
        if (named.size() == UpsUsers.MOST_COMPANIES) {
            log.error(
                    "{} from {}: {} companies or more named this user; those beyond are not told",
                    event.shortType(),
                    event.transmitter(),
                    named.size());
        }
        return named;
    }

    private EventEnvelope<PasswordChangeInvalidated> changed(SecurityEvent event, GrantId grant) {
        return new EventEnvelope<>(
                id(event, grant, "password-changed"),
                EventEnvelope.source("optin-web"),
                clock.instant(),
                new PasswordChangeInvalidated(
                        grant.company(), grant.application(), event.earliest(), Source.SECURITY_EVENT, event.issuer()));
    }

    private void note(SecurityEvent event, GrantId grant, Activity.Kind kind) {
        activities.add(
                id(event, grant, kind.name()),
                new Activity(
                        grant.company(),
                        event.occurredAt(),
                        kind,
                        Activity.SYSTEM,
                        Map.of("application", grant.application().value(), "event", event.shortType())));
    }

    private static String id(SecurityEvent event, GrantId grant, String what) {
        return EventIds.of(what, event.issuer(), event.tokenId(), grant.toString());
    }
}
