package com.deliveryhistory.services.commands;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The option by which a command that erases somebody has the sign-in name said once more. A mixin of picocli. */
public final class ConfirmedName {

    @Spec(Spec.Target.MIXEE)
    @Nullable
    CommandSpec command;

    @Option(
            names = "--confirm",
            paramLabel = "NAME",
            required = true,
            description = "The sign-in name once more, since this cannot be undone.")
    @Nullable
    String confirmed;

    /**
     * Goes on if it is the same.
     *
     * @throws ParameterException if it is another one
     */
    public void require(String name) {
        if (!name.equals(confirmed)) {
            throw new ParameterException(
                    Objects.requireNonNull(command).commandLine(),
                    "--confirm takes the sign-in name of who is to be erased once more");
        }
    }
}
