package com.deliveryhistory.history.operations;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.services.commands.AuditedCommand;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/** A command that is about one company, which its only argument names. */
abstract class OneCompanyCommand extends AuditedCommand<Workplace> {

    @Parameters(paramLabel = "COMPANY", description = "The company's id.")
    @Nullable
    CompanyId id;

    OneCompanyCommand(Supplier<Workplace> workplaces) {
        super(workplaces);
    }

    final CompanyId company() {
        return Objects.requireNonNull(id);
    }

    @Override
    protected final String subject() {
        return company().value();
    }
}
