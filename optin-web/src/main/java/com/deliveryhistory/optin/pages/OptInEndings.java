package com.deliveryhistory.optin.pages;

import com.deliveryhistory.events.EventEnvelope;
import com.deliveryhistory.events.EventIds;
import com.deliveryhistory.events.OptInEvent;
import com.deliveryhistory.events.OptInEvent.OptInWithdrawn;
import com.deliveryhistory.events.OptInEvent.PasswordChangeInvalidated;
import com.deliveryhistory.events.OptInEvent.PasswordChangeInvalidated.Source;
import com.deliveryhistory.optin.accounts.Member;
import com.deliveryhistory.optin.announcements.Announcements;
import java.time.Clock;
import java.time.Instant;
import org.springframework.stereotype.Component;

/**
 * Ends opt-ins at an admin's word. The word concerns the opt-in that the admin's page showed: if the company has opted
 * in anew since, nothing happens. The event's id derives from that opt-in, so pressing twice is pressing once.
 */
@Component
class OptInEndings {

    private final Announcements announcements;
    private final Clock clock;

    OptInEndings(Announcements announcements, Clock clock) {
        this.announcements = announcements;
        this.clock = clock;
    }

    /** Announces that the UPS.com password was changed; false if another opt-in than the shown one is in force. */
    boolean passwordChanged(Member admin, ApplicationCard card, Instant shownAuthorizedAt) {
        if (!isInForce(card, shownAuthorizedAt)) {
            return false;
        }
        announce(
                "password-changed",
                card,
                new PasswordChangeInvalidated(
                        admin.company(),
                        card.application().id(),
                        after(shownAuthorizedAt),
                        Source.ADMIN,
                        admin.name()));
        return true;
    }

    /** Announces that the admin takes the authorisation back; false as above. */
    boolean withdraw(Member admin, ApplicationCard card, Instant shownAuthorizedAt) {
        if (!isInForce(card, shownAuthorizedAt)) {
            return false;
        }
        announce(
                "withdrawn",
                card,
                new OptInWithdrawn(admin.company(), card.application().id(), after(shownAuthorizedAt), admin.name()));
        return true;
    }

    void publishStored(Member admin) {
        announcements.publish(admin.company());
    }

    private static boolean isInForce(ApplicationCard card, Instant shownAuthorizedAt) {
        return card.grant() != null
                && card.grant().isActive()
                && card.grant().status().authorizedAt().equals(shownAuthorizedAt);
    }

    /** Now, but never before the opt-in itself, whose time is UPS's: their clock may be ahead of ours. */
    private Instant after(Instant authorizedAt) {
        Instant now = clock.instant();
        return now.isAfter(authorizedAt) ? now : authorizedAt.plusMillis(1);
    }

    private void announce(String what, ApplicationCard card, OptInEvent event) {
        String authorizedAt =
                card.grant() == null ? "" : card.grant().status().authorizedAt().toString();
        String id = EventIds.of(
                what, event.companyId().value(), card.application().id().value(), authorizedAt);
        announcements.announce(new EventEnvelope<>(id, EventEnvelope.source("optin-web"), clock.instant(), event));
    }
}
