package com.deliveryhistory.services.commands;

import com.deliveryhistory.events.CompanyId;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** A service's list of commands. Who extends it gives its name and says what is recorded. */
@Command(
        usageHelpAutoWidth = true,
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "What operators do by hand, with the service's own configuration. The service itself starts when no"
                    + " command is given.",
            ""
        })
public abstract class CommandMenu {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    /**
     * Does what was given.
     *
     * @param parsing how values are read that only this service knows
     * @return the exit code: 0 only if it was done
     */
    public final int execute(
            List<? extends ServiceCommand> commands,
            UnaryOperator<CommandLine> parsing,
            PrintWriter out,
            PrintWriter err,
            String... given) {
        CommandLine commandLine = new CommandLine(this);
        commands.forEach(commandLine::addSubcommand);
        commandLine.registerConverter(
                CompanyId.class,
                as("a company's id has lower-case letters, digits and hyphens, 63 at most", CompanyId::new));
        return parsing.apply(commandLine)
                .setOut(out)
                .setErr(err)
                .setExecutionExceptionHandler((problem, failed, parsed) -> {
                    err.println(ProblemLine.ofStart(problem));
                    return ServiceCommand.NOT_DONE;
                })
                .execute(given);
    }

    /** Reads a value, and says what such values are like if it cannot. */
    public static <T> ITypeConverter<T> as(String otherwise, Function<String, T> conversion) {
        return optional(otherwise, text -> {
            try {
                return Optional.ofNullable(conversion.apply(text));
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        });
    }

    /** The same of a conversion that gives nothing if it cannot. */
    public static <T> ITypeConverter<T> optional(String otherwise, Function<String, Optional<T>> conversion) {
        return text ->
                conversion.apply(text).orElseThrow(() -> new TypeConversionException("'" + text + "': " + otherwise));
    }
}
