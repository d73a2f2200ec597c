package com.deliveryhistory.localstack;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How many companies there are beside acme and globex: {@code --companies} of every command that makes accounts. */
final class CompaniesOption {

    private static final int MOST = 99_999;

    @Spec(Spec.Target.MIXEE)
    @Nullable
    CommandSpec command;

    @Option(
            names = "--companies",
            paramLabel = "N",
            description =
                    "Add N companies c00001, c00002..., each with admin c00001-admin and UPS.com user c00001-ups.")
    int number;

    /**
     * The number that was asked for.
     *
     * @throws ParameterException if there cannot be so many
     */
    int number() {
        if (number < 0 || number > MOST) {
            throw new ParameterException(
                    Optional.ofNullable(command).orElseThrow().commandLine(),
                    "--companies takes a number from 0 to " + MOST);
        }
        return number;
    }
}
