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
 * in anew since, nothing happens, and if it does so at the same moment, that opt-in counts: what is void ends right after
 * the shown opt-in, by UPS's clock. Ours may be ahead of it, and would void the next opt-in too. The event's id derives
 * from the shown opt-in, so pressing twice is pressing once.
 */
@Component
class OptInEndings {

    private final Announcements announcements;
    private final Clock clock;

    OptInEndings(Announcements announcements, Clock clock) {
        this.announcements = announcements;
        this.clock = clock;
    }

    /** Announces that the UPS.com password was changed; false if another opt-in than the shown one is in force or under way. */
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
                && !card.isOptingIn()
                && card.grant().status().authorizedAt().equals(shownAuthorizedAt);
    }

    private static Instant after(Instant authorizedAt) {
        return authorizedAt.plusMillis(1);
    }

    private void announce(String what, ApplicationCard card, OptInEvent event) {
        String authorizedAt =
                card.grant() == null ? "" : card.grant().status().authorizedAt().toString();
        String id = EventIds.of(
                what, event.companyId().value(), card.application().id().value(), authorizedAt);
        announcements.announce(new EventEnvelope<>(id, EventEnvelope.source("optin-web"), clock.instant(), event));
    }
}
