package com.deliveryhistory.optin.operations;

import com.deliveryhistory.events.CompanyId;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/** A command that is about one company, which its first argument names. */
abstract class OneCompanyCommand extends OperatorCommand {

    @Parameters(index = "0", paramLabel = "COMPANY", description = "The company's id.")
    @Nullable
    CompanyId id;

    OneCompanyCommand(Supplier<Workplace> workplaces) {
        super(workplaces);
    }

    @Override
    CompanyId company() {
        return Objects.requireNonNull(id);
    }
}
