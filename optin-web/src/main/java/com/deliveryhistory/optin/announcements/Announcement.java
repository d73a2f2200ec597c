package com.deliveryhistory.optin.announcements;

import com.deliveryhistory.events.Application;
import com.deliveryhistory.events.OptInEvent;
import com.deliveryhistory.events.OptInEvent.OptInGranted;
import com.deliveryhistory.events.OptInEvent.OptInWithdrawn;
import com.deliveryhistory.events.OptInEvent.PasswordChangeInvalidated;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the pages need to know of an opt-in event that was stored here.
 *
 * @param application the application concerned; {@code null}: all of the company's
 * @param effectiveAt by UPS's clock, when it was authorised, or up to when authorisations are void: a grant authorised later
 *     is not concerned by it
 * @param storedAt when it was stored here
 * @param inKafka whether Kafka has acknowledged it
 */
public record Announcement(
        String eventId,
        Kind kind,
        @Nullable Application application,
        Instant effectiveAt,
        String by,
        Instant storedAt,
        boolean inKafka) {

    /** What happened. */
    public enum Kind {
        /** An admin authorised the application at UPS.com. */
        OPTED_IN,
        /** The UPS.com password was changed. */
        PASSWORD_CHANGED,
        /** An admin took the authorisation back. */
        WITHDRAWN;

        static Kind of(OptInEvent event) {
            return switch (event) {
                case OptInGranted granted -> OPTED_IN;
                case PasswordChangeInvalidated changed -> PASSWORD_CHANGED;
                case OptInWithdrawn withdrawn -> WITHDRAWN;
            };
        }
    }

    public boolean concerns(Application other) {
        return application == null || application.equals(other);
    }
}
