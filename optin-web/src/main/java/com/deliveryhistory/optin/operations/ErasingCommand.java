package com.deliveryhistory.optin.operations;

import com.deliveryhistory.optin.erasing.Hindrance;
import com.deliveryhistory.services.commands.Answer;
import com.deliveryhistory.services.commands.Audit;
import com.deliveryhistory.services.commands.Text;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** A command that erases: noted in the audit, which outlives the company's activity log, and names no person. */
abstract class ErasingCommand extends OneCompanyCommand {

    @Option(
            names = "--even-unanswered",
            description = "Also if an opt-in is in Kafka that token-manager never answers.")
    boolean evenUnanswered;

    ErasingCommand(Supplier<Workplace> workplaces) {
        super(workplaces);
    }

    /** The arguments as they stand in the audit, which is kept for ever, but for what all have. */
    abstract List<String> audited();

    /** Why nothing is erased now, and what to do. */
    final String why(Hindrance hindrance, Instant now) {
        return switch (hindrance) {
            case Hindrance.Active active ->
                ("The opt-in of %s for %s is active: an administrator of the company has to withdraw it first, or the"
                                + " UPS.com password has to change")
                        .formatted(company(), active.application());
            case Hindrance.NotInKafka waiting ->
                ("Something that was announced of %s is not in Kafka yet: run the command again when"
                                + " the service has sent it; if it says in its log that this cannot be published, settle that first,"
                                + " see AnnouncementsStuck in the runbook")
                        .formatted(company());
            case Hindrance.OnItsWay optIn ->
                ("%s opted in for %s at %s, and token-manager has not answered yet: run the command again when it has,"
                                + " which takes seconds; if it never does, see its dead letters, and say --even-unanswered")
                        .formatted(company(), optIn.application(), Text.time(optIn.storedAt(), now));
        };
    }

    abstract Answer erase(Workplace workplace, String operator);

    @Override
    final Answer perform(Workplace workplace, String operator) {
        List<String> arguments = new ArrayList<>(audited());
        if (evenUnanswered) {
            arguments.add("--even-unanswered");
        }
        return workplace
                .part(Audit.class)
                .around(
                        operator,
                        commandLine().getCommandName(),
                        arguments,
                        company().value(),
                        own -> erase(workplace, operator),
                        this::line);
    }
}
