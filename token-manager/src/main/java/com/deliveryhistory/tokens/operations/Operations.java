package com.deliveryhistory.tokens.operations;

import com.deliveryhistory.events.Application;
import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.services.commands.AuditCommand;
import com.deliveryhistory.services.commands.CommandMenu;
import com.deliveryhistory.services.commands.CommandMode;
import java.io.PrintWriter;
import java.util.List;
import java.util.function.Supplier;
import org.springframework.context.ApplicationContext;
import picocli.CommandLine.Command;

/**
 * The command-line mode of the jar: {@code java -jar token-manager.jar [--setting=value…] COMMAND …}, with the service's
 * own configuration. There is no such thing over HTTP: who has the configuration, with the keys in it, may do all this,
 * and nobody else.
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
                                new GrantsCommand(workplaces),
                                new GrantCommand(workplaces),
                                new RefreshCommand(workplaces),
                                new RepublishCommand(workplaces),
                                new RewrapKeysCommand(workplaces),
                                new ReencryptCommand(workplaces),
                                new EraseCommand(workplaces),
                                new ErasePersonCommand(workplaces),
                                new DeadLettersCommand(workplaces),
                                new ReplayDeadLettersCommand(workplaces),
                                new AuditCommand<>(workplaces)),
                        commandLine -> commandLine
                                .registerConverter(
                                        GrantId.class,
                                        CommandMenu.as("a grant is written COMPANY/APPLICATION", GrantId::parse))
                                .registerConverter(
                                        Application.class,
                                        CommandMenu.as("it is no application's name", Application::new))
                                .setCaseInsensitiveEnumValuesAllowed(true),
                        out,
                        err,
                        command);
    }

    @Command(
            name = "token-manager",
            footer = {"", "Exit codes: 0 done, 1 not done (stderr says why), 2 wrong usage. Every command is audited."})
    static final class Menu extends CommandMenu {}
}
