package com.deliveryhistory.tokens.operations;

import com.deliveryhistory.tokens.grants.Attempt;
import com.deliveryhistory.tokens.grants.Dossier;
import com.deliveryhistory.tokens.grants.End;
import com.deliveryhistory.tokens.grants.Grant.Active;
import com.deliveryhistory.tokens.grants.Grant.Ended;
import com.deliveryhistory.tokens.grants.Grant.Unopened;
import com.deliveryhistory.tokens.grants.Upkeep;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What a grant's state means, and what there is to do. */
final class Meanings {

    /** A refresh that is due is begun within seconds while the service works. */
    static final Duration OVERDUE_AFTER = Duration.ofMinutes(1);

    private Meanings() {}

    static List<String> of(Dossier dossier, Instant now) {
        List<String> said = new ArrayList<>();
        switch (dossier.grant()) {
            case Unopened unopened ->
                said.add("Nobody opted in so far; what is known is from when older opt-ins would be void.");
            case Ended ended ->
                said.add(
                        ended.isErased()
                                ? "The company was erased. Nothing to do; it may opt in again as a new one."
                                : of(ended.end()));
            case Active active -> said.addAll(of(active, dossier, now));
        }
        if (dossier.unreadableEvents() > 0) {
            said.add("A stored event cannot be read, and none is sent: others do not know of the last changes. See the"
                    + " runbook, EventsWaitForKafka.");
        } else if (!dossier.outbox().isEmpty()
                && dossier.outbox().getFirst().since().plus(OVERDUE_AFTER).isBefore(now)) {
            said.add("Events wait for Kafka: others do not know of the last changes yet. Look after Kafka; they are"
                    + " sent by themselves.");
        }
        return said;
    }

    private static List<String> of(Active grant, Dossier dossier, Instant now) {
        List<String> said = new ArrayList<>();
        Upkeep upkeep = grant.upkeep();
        Instant leasedUntil = upkeep.leasedUntil();
        boolean leased = leasedUntil != null && leasedUntil.isAfter(now);
        Attempt attempt = dossier.attempt();
        if (leased) {
            said.add("A refresh is under way.");
        } else if (attempt != null) {
            said.add(
                    "A refresh was begun and never got a clear end: UPS may have used up the refresh token. It is tried"
                            + " once more; if UPS refuses it, the grant ends as ROTATION_LOST.");
        }
        if (dossier.unreadableSince() != null) {
            said.add(
                    "Its tokens cannot be opened with the keys that are there; they are left as they are. Put the master"
                            + " key back under which its data key is encrypted: the next refresh goes on by itself.");
        } else if (upkeep.failures() > 0) {
            said.add(
                    "UPS did not answer for good %d times in a row. It is tried again by itself; the grant is safe until its refresh token ends."
                            .formatted(upkeep.failures()));
        }
        if (!leased && upkeep.nextRefreshAt().plus(OVERDUE_AFTER).isBefore(now)) {
            said.add("The refresh is overdue: is token-manager running, and is UPS answering? See the metrics"
                    + " grants_due and ups_answers_total.");
        }
        return said.isEmpty() ? List.of("In order; nothing to do.") : said;
    }

    private static String of(End end) {
        return switch (end) {
            case PASSWORD_CHANGED ->
                "The UPS.com password was changed after the opt-in, as somebody reported. An admin of the company has"
                        + " to opt in again.";
            case REFRESH_REJECTED ->
                "UPS refused the refresh token (10400 Invalid Refresh Token): the UPS.com password was changed, or the"
                        + " authorisation was revoked there. An admin of the company has to opt in again.";
            case ROTATION_LOST ->
                "A refresh was cut off between UPS's answer and its storing, and UPS refused the old token when it was"
                        + " tried once more. An admin of the company has to opt in again; look for what crashed then.";
            case EXPIRED ->
                "The refresh token's life ended before UPS gave a new one. An admin of the company has to opt in again;"
                        + " look for what kept refreshes from succeeding in the weeks before.";
            case WITHDRAWN -> "An admin of the company took the authorisation back. Nothing to do.";
        };
    }
}
