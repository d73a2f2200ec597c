package com.deliveryhistory.optin.operations;

import com.deliveryhistory.services.commands.Answer;
import com.deliveryhistory.services.commands.Audit;
import java.util.List;
import java.util.function.Supplier;

/** A command that erases: noted in the audit, which outlives the company's activity log, and names no person. */
abstract class ErasingCommand extends OneCompanyCommand {

    ErasingCommand(Supplier<Workplace> workplaces) {
        super(workplaces);
    }

    /** The arguments as they stand in the audit, which is kept for ever. */
    abstract List<String> audited();

    /** Why nothing is erased while an event waits for Kafka. */
    final String notInKafka() {
        return ("Something that was announced of %s is not in Kafka yet: run the command again when"
                        + " the service has sent it; if it says in its log that this cannot be published, settle that first,"
                        + " see AnnouncementsStuck in the runbook")
                .formatted(company());
    }

    abstract Answer erase(Workplace workplace, String operator);

    @Override
    final Answer perform(Workplace workplace, String operator) {
        return workplace
                .part(Audit.class)
                .around(
                        operator,
                        commandLine().getCommandName(),
                        audited(),
                        company().value(),
                        own -> erase(workplace, operator),
                        this::line);
    }
}
