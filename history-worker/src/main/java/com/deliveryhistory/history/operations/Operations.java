package com.deliveryhistory.history.operations;

import com.deliveryhistory.services.commands.AuditCommand;
import com.deliveryhistory.services.commands.CommandMenu;
import com.deliveryhistory.services.commands.CommandMode;
import java.io.PrintWriter;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.springframework.context.ApplicationContext;
import picocli.CommandLine.Command;

/**
 * The command-line mode of the jar: {@code java -jar history-worker.jar [--setting=value…] COMMAND …}, with the service's
 * own configuration. There is no such thing over HTTP: who has the configuration may do all this, and nobody else.
 *
 * @see CommandMode
 */
public final class Operations {

    private Operations() {}

    /**
     * Does what was given.
     *
     * @param context the service's parts, found by the first call
     * @return the exit code: 0 only if it was done
     */
    public static int execute(
            Supplier<ApplicationContext> context, PrintWriter out, PrintWriter err, String... command) {
        Supplier<Workplace> workplaces = () -> new Workplace(context.get());
        return new Menu()
                .execute(
                        List.of(
                                new CompaniesCommand(workplaces),
                                new CompanyCommand(workplaces),
                                new CollectCommand(workplaces),
                                new EraseCommand(workplaces),
                                new AuditCommand<>(workplaces)),
                        UnaryOperator.identity(),
                        out,
                        err,
                        command);
    }

    @Command(
            name = "history-worker",
            footer = {"", "Exit codes: 0 done, 1 not done (stderr says why), 2 wrong usage. Every command is audited."})
    static final class Menu extends CommandMenu {}
}
