package com.deliveryhistory.history.operations;

import com.deliveryhistory.history.collection.Standing;
import com.deliveryhistory.services.commands.Answer;
import com.deliveryhistory.services.commands.Audit;
import com.deliveryhistory.services.commands.NotDone;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine.Command;

@Command(
        name = "collect",
        description =
                "Has the service look at a company's feed now: at its next free place, at UPS's pace. A turn that is"
                        + " under way ends first.")
final class CollectCommand extends OneCompanyCommand {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

    CollectCommand(Supplier<Workplace> workplaces) {
        super(workplaces);
    }

    @Override
    protected Answer perform(Workplace workplace, Audit.Entry own) {
        List<Standing> standings = workplace.standings(company());
        List<String> due = new ArrayList<>();
        for (Standing standing : standings) {
            if (standing.isCollecting()) {
                makeDue(workplace, standing);
                due.add(standing.grant().toString());
            }
        }
        if (due.isEmpty()) {
            Instant now = workplace.clock().instant();
            throw new NotDone("%s: nothing is collected. %s"
                    .formatted(
                            company(),
                            String.join(
                                    " ",
                                    standings.stream()
                                            .flatMap(standing -> Meanings.of(standing, now).stream())
                                            .distinct()
                                            .toList())));
        }
        return Answer.of(
                due.stream()
                        .map(grant ->
                                "%s is due now. \"company %s\" shows what comes of it".formatted(grant, company()))
                        .toList(),
                Map.of("company", subject(), "due", due),
                "due now");
    }

    private void makeDue(Workplace workplace, Standing found) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Standing standing = found;
        while (!workplace
                .standings()
                .makeDue(standing.grant(), workplace.clock().instant())) {
            if (!standing.isCollecting()) {
                throw new NotDone("%s has ended meanwhile: \"company %s\"".formatted(standing.grant(), company()));
            }
            if (System.nanoTime() - deadline > 0) {
                throw new NotDone(
                        "%s is being worked on by %s, which does not come to an end; its lease runs out by itself"
                                .formatted(standing.grant(), standing.leasedBy()));
            }
            pause();
            standing = workplace.standings().of(company()).stream()
                    .filter(again -> again.grant().equals(found.grant()))
                    .findFirst()
                    .orElse(found);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK_AGAIN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotDone("Interrupted; nothing was changed");
        }
    }
}
