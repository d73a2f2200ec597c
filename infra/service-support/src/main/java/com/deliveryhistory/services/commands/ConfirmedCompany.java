package com.deliveryhistory.services.commands;

import com.deliveryhistory.events.CompanyId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The option by which a command that erases a company has its id said once more. A mixin of picocli. */
public final class ConfirmedCompany {

    @Spec(Spec.Target.MIXEE)
    @Nullable
    CommandSpec command;

    @Option(
            names = "--confirm",
            paramLabel = "COMPANY",
            required = true,
            description = "The company's id once more, since this cannot be undone.")
    @Nullable
    CompanyId confirmed;

    /** What was typed, for the audit. */
    public String typed() {
        return String.valueOf(confirmed);
    }

    /**
     * Goes on if it is the same.
     *
     * @throws ParameterException if it is another one
     */
    public void require(CompanyId company) {
        if (!company.equals(confirmed)) {
            throw new ParameterException(
                    Objects.requireNonNull(command).commandLine(),
                    "--confirm takes the id of the company that is to be erased once more");
        }
    }
}
