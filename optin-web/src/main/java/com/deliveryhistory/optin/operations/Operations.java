package com.deliveryhistory.optin.operations;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.optin.accounts.EmailAddress;
import com.deliveryhistory.optin.languages.Languages;
import com.deliveryhistory.services.commands.CommandMode;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.springframework.context.ApplicationContext;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/**
 * The command-line mode of the jar: {@code java -jar optin-web.jar [--setting=value…] COMMAND …}, with the service's own
 * configuration. There is no such thing over HTTP: who has the configuration may do all this, and nobody else.
 *
 * @see CommandMode
 */
public final class Operations {

    private Operations() {}

    /**
     * Does what the arguments ask for.
     *
     * @param application the Spring Boot application that holds the service's parts
     * @return the exit code: 0 only if it was done
     */
    public static int run(Class<?> application, String... arguments) {
        try (CommandMode mode = new CommandMode(application, arguments)) {
            return execute(
                    mode::context,
                    new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                    new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                    mode.command());
        }
    }

    static int execute(Supplier<ApplicationContext> context, PrintWriter out, PrintWriter err, String... command) {
        Supplier<Workplace> workplaces = () -> new Workplace(context.get());
        CommandLine commandLine = new CommandLine(new Menu());
        for (OperatorCommand each : List.of(
                new AddCompanyCommand(workplaces),
                new CompaniesCommand(workplaces),
                new InviteAdminCommand(workplaces),
                new RevokeInvitationCommand(workplaces),
                new PeopleCommand(workplaces),
                new MakeAdminCommand(workplaces),
                new DisableCommand(workplaces),
                new EnableCommand(workplaces),
                new RemoveSecondFactorCommand(workplaces))) {
            commandLine.addSubcommand(each);
        }
        return commandLine
                .registerConverter(
                        CompanyId.class,
                        as(
                                "a company's id has lower-case letters, digits and hyphens, 63 at most",
                                Operations::company))
                .registerConverter(
                        EmailAddress.class, as("this is no e-mail address that mail can be sent to", EmailAddress::of))
                .registerConverter(Locale.class, as("languages are en, de and es", Languages::find))
                .setOut(out)
                .setErr(err)
                .setExecutionExceptionHandler((problem, failed, parsed) -> {
                    err.println(Problems.ofStart(problem));
                    return OperatorCommand.NOT_DONE;
                })
                .execute(command);
    }

    private static Optional<CompanyId> company(String text) {
        try {
            return Optional.of(new CompanyId(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static <T> ITypeConverter<T> as(String otherwise, Function<String, Optional<T>> conversion) {
        return text ->
                conversion.apply(text).orElseThrow(() -> new TypeConversionException("'" + text + "': " + otherwise));
    }

    @Command(
            name = "optin-web",
            usageHelpAutoWidth = true,
            synopsisSubcommandLabel = "COMMAND",
            description = {
                "What operators do by hand, with the service's own configuration. The service itself starts when no"
                        + " command is given.",
                ""
            },
            footer = {
                "",
                "Exit codes: 0 done, 1 not done (stderr says why), 2 wrong usage. What is done stands in the company's"
                        + " activity log, and every command in the security log."
            })
    static final class Menu {

        @Option(
                names = {"-h", "--help"},
                usageHelp = true,
                description = "Show this help.")
        boolean help;
    }
}
