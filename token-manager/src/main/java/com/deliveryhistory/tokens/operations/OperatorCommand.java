package com.deliveryhistory.tokens.operations;

import com.deliveryhistory.services.commands.AuditedCommand;
import java.util.function.Supplier;

/** One command of token-manager. */
abstract class OperatorCommand extends AuditedCommand<Workplace> {

    OperatorCommand(Supplier<Workplace> workplaces) {
        super(workplaces);
    }

    @Override
    protected final String line(RuntimeException problem) {
        return Problems.line(problem, workplace());
    }
}
