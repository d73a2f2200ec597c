package com.deliveryhistory.history.operations;

import com.deliveryhistory.history.collection.Erasure;
import com.deliveryhistory.history.collection.LostSpan;
import com.deliveryhistory.history.collection.Problem;
import com.deliveryhistory.history.collection.Standing;
import com.deliveryhistory.history.collection.Standstill;
import com.deliveryhistory.services.commands.Text;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What it means how a company's collecting stands, and what there is to do. */
final class Meanings {

    /** Who is due has a turn within seconds while the service works and UPS's pace allows it. */
    private static final Duration OVERDUE_AFTER = Duration.ofMinutes(5);

    private Meanings() {}

    static List<String> of(Standing standing, Instant now) {
        List<String> said = new ArrayList<>();
        Erasure erasure = standing.erasure();
        if (erasure != null && erasure.unfinished()) {
            said.add(
                    "Its history is being erased. A command that was cut off is completed by the service, or by running it"
                            + " again.");
        } else if (!standing.isCollecting()) {
            said.add(parked(standing));
        } else {
            said.addAll(collecting(standing, now));
        }
        return said.isEmpty() ? List.of("In order; nothing to do.") : said;
    }

    private static String parked(Standing standing) {
        if (standing.erasure() != null && standing.checkpoint().askedTo() == null) {
            return "Its history was erased. Nothing to do; a new opt-in begins a new history.";
        }
        if (standing.refused() != null) {
            return "token-manager gives no token for it (%s), and no event has said so yet. It is asked again by itself; token-manager's command \"grant %s\" says more."
                    .formatted(standing.refused(), standing.grant());
        }
        return "WITHDRAWN".equals(standing.reason())
                ? "An admin of the company took the authorisation back. Nothing to do; \"erase\" deletes what is kept of it."
                : "The opt-in has ended. An admin of the company has to opt in again; then it goes on from where it was.";
    }

    /** What goes away without anybody is left out. */
    private static List<String> whatHelps(Problem problem, Standing standing) {
        return switch (problem) {
            case TOKEN_REFUSED ->
                List.of(
                        "The opt-in is in force, but the UPS.com user that opted in gets no deliveries from UPS. The company has"
                                + " to see that this user has its shipping account and a Quantum View subscription, or else to"
                                + " opt in with the right user; its pages say so. Whether UPS still renews the authorisation"
                                + " tells token-manager's command \"refresh %s\".".formatted(standing.grant()));
            case REQUEST_REJECTED ->
                List.of(
                        "UPS takes the access token and refuses all that it is asked for: the company is not enrolled in Quantum"
                                + " View with the UPS.com user that opted in, or not under the name history.feed.subscription.");
            case UPS_AWAY, SYSTEM_AWAY -> List.of();
        };
    }

    private static List<String> collecting(Standing standing, Instant now) {
        List<String> said = new ArrayList<>();
        boolean workedOn = standing.isWorkedOn(now);
        if (workedOn) {
            said.add("An instance works on it.");
        }
        if (standing.failures() > 0) {
            said.add("%d turns in a row have failed, the last one because: %s. It is tried again by itself."
                    .formatted(standing.failures(), standing.problem()));
        } else if (standing.problem() != null) {
            said.add("Not all could be read: %s. It is tried again by itself.".formatted(standing.problem()));
        }
        if (standing.problemKind() != null) {
            said.addAll(whatHelps(standing.problemKind(), standing));
        }
        Instant due = standing.dueAt();
        if (!workedOn && due != null && due.plus(OVERDUE_AFTER).isBefore(now)) {
            said.add(
                    "It has waited since %s: is history-worker running, and what are history_due and history_pace_pause_seconds?"
                            .formatted(Text.time(due)));
        }
        if (standing.behindSince() != null) {
            said.add(
                    "The history is not complete since %s. UPS keeps records for seven days: what is older by then is lost."
                            .formatted(Text.time(standing.behindSince())));
        }
        Standstill still = standing.scansStandstill();
        if (still != null) {
            said.add(
                    "Its delivered packages have waited for their scans since %s: %s. They are asked for again by themselves."
                            .formatted(Text.time(still.since()), still.reason()));
        }
        if (!standing.checkpoint().aside().isEmpty()) {
            said.add(
                    "UPS does not hand out some time (\"set aside\"). It is asked again with each look, until that is too"
                            + " old.");
        }
        if (standing.checkpoint().lost().stream().anyMatch(LostSpan::neverCollected)) {
            said.add(
                    "Some time is lost for ever. UPS's Tracking knows 120 days: the company can send in tracking numbers.");
        }
        return said;
    }
}
