package com.deliveryhistory.optin.pages;

import com.deliveryhistory.events.EndReason;
import com.deliveryhistory.optin.announcements.Announcement;
import com.deliveryhistory.optin.authorization.OptInApplication;
import com.deliveryhistory.optin.grants.KnownGrant;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a company stands with an application: what token-manager said last, and what was announced since. Public for
 * the templates.
 *
 * @param passwordChanged whether a change of the UPS.com password is known that ended the opt-in
 * @param expiring whether the authorisation runs out soon, because UPS has not renewed it
 * @param slow whether an announcement waits for its effect longer than usual
 */
public record ApplicationCard(
        OptInApplication application,
        Phase phase,
        @Nullable KnownGrant grant,
        @Nullable Announcement open,
        boolean passwordChanged,
        boolean expiring,
        boolean slow) {

    private static final Duration USUAL = Duration.ofSeconds(30);

    /** What the page says. The words are in {@code messages.properties}, {@code phase.<name>.*}. */
    public enum Phase {
        NOT_OPTED_IN,
        /** UPS.com authorised, Kafka does not know yet. */
        OPT_IN_STORED,
        /** Kafka knows of the authorisation, token-manager has not answered yet. */
        ACTIVATING,
        ACTIVE,
        /** An end was reported or asked for, Kafka does not know yet. */
        ENDING_STORED,
        /** Kafka knows of the end, token-manager has not answered yet. */
        ENDING,
        INVALIDATED,
        EXPIRED,
        WITHDRAWN;

        public boolean isPending() {
            return switch (this) {
                case OPT_IN_STORED, ACTIVATING, ENDING_STORED, ENDING -> true;
                case NOT_OPTED_IN, ACTIVE, INVALIDATED, EXPIRED, WITHDRAWN -> false;
            };
        }
    }

    static ApplicationCard of(
            OptInApplication application, Optional<KnownGrant> grant, List<Announcement> newestFirst, Instant now) {
        Optional<Announcement> open = newestFirst.stream()
                .filter(announcement -> announcement.concerns(application.id()))
                .filter(announcement -> isOpen(announcement, grant))
                .findFirst();
        return new ApplicationCard(
                application,
                open.map(ApplicationCard::pending).orElseGet(() -> settled(grant)),
                grant.orElse(null),
                open.orElse(null),
                newestFirst.stream()
                        .filter(announcement -> announcement.kind() == Announcement.Kind.PASSWORD_CHANGED)
                        .filter(announcement -> announcement.concerns(application.id()))
                        .anyMatch(announcement -> isAfterOptIn(announcement, grant)),
                grant.filter(known -> known.isExpiring(now)).isPresent(),
                open.map(Announcement::storedAt)
                        .filter(storedAt -> storedAt.plus(USUAL).isBefore(now))
                        .isPresent());
    }

    /** Whether the grant does not show the announcement's effect yet. */
    private static boolean isOpen(Announcement announcement, Optional<KnownGrant> grant) {
        boolean authorizedBefore = isAfterOptIn(announcement, grant);
        return switch (announcement.kind()) {
            case OPTED_IN -> authorizedBefore;
            case PASSWORD_CHANGED, WITHDRAWN ->
                authorizedBefore && grant.filter(KnownGrant::isActive).isPresent();
        };
    }

    private static boolean isAfterOptIn(Announcement announcement, Optional<KnownGrant> grant) {
        return grant.map(known -> known.status().authorizedAt().isBefore(announcement.effectiveAt()))
                .orElse(true);
    }

    private static Phase pending(Announcement open) {
        return switch (open.kind()) {
            case OPTED_IN -> open.inKafka() ? Phase.ACTIVATING : Phase.OPT_IN_STORED;
            case PASSWORD_CHANGED, WITHDRAWN -> open.inKafka() ? Phase.ENDING : Phase.ENDING_STORED;
        };
    }

    private static Phase settled(Optional<KnownGrant> grant) {
        return grant.map(known -> switch (known.status().state()) {
                    case ACTIVE -> Phase.ACTIVE;
                    case INVALIDATED -> Phase.INVALIDATED;
                    case EXPIRED -> Phase.EXPIRED;
                    case WITHDRAWN -> Phase.WITHDRAWN;
                })
                .orElse(Phase.NOT_OPTED_IN);
    }

    /** Whether deliveries are collected at this moment. */
    public boolean isActive() {
        return grant != null && grant.isActive();
    }

    /** Whether deliveries are collected for the application as long as it is opted in to. */
    public boolean isCollecting() {
        return application.collectsDeliveries();
    }

    /** Whether an opt-in was announced that token-manager has not answered yet. */
    public boolean isOptingIn() {
        return phase == Phase.OPT_IN_STORED || phase == Phase.ACTIVATING;
    }

    /** Whether such an opt-in takes no longer than usual, or goes on by itself, so that another one is of no use. */
    public boolean isWaiting() {
        return phase == Phase.OPT_IN_STORED || (phase == Phase.ACTIVATING && !slow);
    }

    /** Whether opting in again is of use though the opt-in is in force: also while an announcement waits longer than usual. */
    public boolean mayOptInAgain() {
        boolean waitsLong = slow && (phase == Phase.ENDING || (phase == Phase.ACTIVATING && isActive()));
        return phase == Phase.ACTIVE || waitsLong;
    }

    /** What there is to do, as a message key. */
    public String next() {
        return "phase." + phase + "." + variantOfNext();
    }

    private String variantOfNext() {
        if (slow && (phase == Phase.ACTIVATING || phase == Phase.ENDING)) {
            return "slow";
        }
        if (phase == Phase.ACTIVE && expiring) {
            return "expiring";
        }
        // what keeps deliveries from being collected is known to the history alone
        return phase == Phase.ACTIVE && isCollecting() ? "collecting" : "next";
    }

    /** The grant's state by name; {@code NONE} if there never was one. */
    public String grantState() {
        return grant == null ? "NONE" : grant.status().state().name();
    }

    /**
     * Why the grant ended, as a message key: the reason of an invalidation, or else the state itself. After a change of
     * the password UPS's refusal of the tokens may reach token-manager before the word of the change.
     */
    public String endedBecause() {
        EndReason reason = grant == null ? null : grant.status().reason();
        if (reason == EndReason.REFRESH_REJECTED && passwordChanged) {
            return EndReason.PASSWORD_CHANGED.name();
        }
        return reason == null ? grantState() : reason.name();
    }

    /** Whether everybody in the company is to be told that the opt-in ended. */
    public boolean hasEnded() {
        return grant != null && !grant.isActive() && !isOptingIn();
    }
}
