package com.deliveryhistory.tokens.operations;

import com.deliveryhistory.services.commands.Answer;
import com.deliveryhistory.services.commands.Audit;
import com.deliveryhistory.services.commands.BeforeExit;
import com.deliveryhistory.services.commands.NotDone;
import com.deliveryhistory.services.commands.Text;
import com.deliveryhistory.tokens.grants.Dossier;
import com.deliveryhistory.tokens.grants.Grant;
import com.deliveryhistory.tokens.grants.Grant.Active;
import com.deliveryhistory.tokens.refresh.Refreshes;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine.Command;

@Command(
        name = "refresh",
        description = "Refreshes one grant now, as the service does: with a lease and a stored intent. Waits for the"
                + " outcome. Also shows whether UPS still accepts the authorisation.")
final class RefreshCommand extends OneGrantCommand {

    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

    RefreshCommand(Supplier<Workplace> workplaces) {
        super(workplaces);
    }

    @Override
    protected Answer perform(Workplace workplace, Audit.Entry own) {
        Dossier dossier = workplace.dossier(grant());
        if (!(dossier.grant() instanceof Active before)) {
            throw new NotDone(GrantViews.named(grant(), dossier.grant()) + ": there is nothing to refresh. "
                    + String.join(" ", Meanings.of(dossier, workplace.clock().instant())));
        }
        if (before.expired(workplace.clock().instant())) {
            throw new NotDone(grant() + " has outlived its refresh token: the running service is about to end it");
        }
        Grant after = refreshedBeforeExit(workplace, before);
        Instant now = workplace.clock().instant();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("grant", grant().toString());
        if (after instanceof Active active && active.generation() > before.generation()) {
            json.put("outcome", "RENEWED");
            json.put("generation", active.generation());
            return Answer.of(
                    List.of("%s is renewed: generation %d, access token until %s"
                            .formatted(
                                    grant(),
                                    active.generation(),
                                    Text.time(active.facts().expiry().accessToken(), now))),
                    json,
                    "renewed");
        }
        if (after instanceof Active active) {
            json.put("outcome", "NOT RENEWED");
            json.put("failures", active.upkeep().failures());
            json.put("nextRefreshAt", active.upkeep().nextRefreshAt().toString());
            return new Answer(
                    List.of("%s is not renewed, UPS did not answer for good. It stays ACTIVE; the next attempt is at %s"
                            .formatted(grant(), Text.time(active.upkeep().nextRefreshAt(), now))),
                    json,
                    "not renewed",
                    false);
        }
        json.put("outcome", "ENDED");
        json.put("state", GrantViews.state(after));
        Object reason = GrantViews.reason(after);
        if (reason != null) {
            json.put("reason", reason.toString());
        }
        return new Answer(
                List.of("%s. %s"
                        .formatted(
                                GrantViews.named(grant(), after),
                                String.join(" ", Meanings.of(workplace.dossier(grant()), now)))),
                json,
                "ended: " + GrantViews.state(after) + (reason == null ? "" : ", " + reason),
                false);
    }

    /** Whatever ends the command, Ctrl-C above all, the pair that UPS gave has to be in the store before. */
    private Grant refreshedBeforeExit(Workplace workplace, Active before) {
        Refreshes refreshes = workplace.refreshes();
        refreshes.start();
        return BeforeExit.alsoDo(refreshes::stop, () -> refreshed(workplace, before));
    }

    /** The grant after an attempt, this one or that of an instance which was quicker. */
    private Grant refreshed(Workplace workplace, Active before) {
        Refreshes refreshes = workplace.refreshes();
        long deadline = System.nanoTime()
                + workplace.refreshSettings().lease().multipliedBy(2).toNanos();
        Grant now = before;
        while (now instanceof Active active && sameAttempt(before, active) && System.nanoTime() < deadline) {
            refreshes.begin(active);
            refreshes.await(active.id(), workplace.refreshSettings().lease());
            now = workplace.grants().find(active.id());
            if (now instanceof Active still && sameAttempt(before, still)) {
                pause(); // somebody else has the lease, and their outcome will be in the store
            }
        }
        if (now instanceof Active active && sameAttempt(before, active)) {
            throw new NotDone("Another instance has the lease of %s and does not come to an end; it runs out by itself"
                    .formatted(before.id()));
        }
        return now;
    }

    private static boolean sameAttempt(Active before, Active now) {
        return now.generation() == before.generation()
                && now.upkeep().failures() == before.upkeep().failures();
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK_AGAIN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotDone("Interrupted; what was begun is in the store");
        }
    }
}
