package com.deliveryhistory.optin.operations;

import com.deliveryhistory.optin.accounts.EmailAddress;
import com.deliveryhistory.optin.languages.Languages;
import com.deliveryhistory.services.commands.AuditCommand;
import com.deliveryhistory.services.commands.CommandMenu;
import com.deliveryhistory.services.commands.CommandMode;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.springframework.context.ApplicationContext;
import picocli.CommandLine.Command;

/**
 * The command-line mode of the jar: {@code java -jar optin-web.jar [--setting=value…] COMMAND …}, with the service's own
 * configuration. There is no such thing over HTTP: who has the configuration may do all this, and nobody else.
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
                                new AddCompanyCommand(workplaces),
                                new CompaniesCommand(workplaces),
                                new InviteAdminCommand(workplaces),
                                new RevokeInvitationCommand(workplaces),
                                new PeopleCommand(workplaces),
                                new MakeAdminCommand(workplaces),
                                new DisableCommand(workplaces),
                                new EnableCommand(workplaces),
                                new RemoveSecondFactorCommand(workplaces),
                                new UnlinkCommand(workplaces),
                                new UnlinkAllCommand(workplaces),
                                new ErasePersonCommand(workplaces),
                                new EraseCompanyCommand(workplaces),
                                new AuditCommand<>(workplaces)),
                        commandLine -> commandLine
                                .registerConverter(
                                        EmailAddress.class,
                                        CommandMenu.optional(
                                                "this is no e-mail address that mail can be sent to", EmailAddress::of))
                                .registerConverter(
                                        Locale.class,
                                        CommandMenu.optional("languages are en, de and es", Languages::find)),
                        out,
                        err,
                        command);
    }

    @Command(
            name = "optin-web",
            footer = {
                "",
                "Exit codes: 0 done, 1 not done (stderr says why), 2 wrong usage. What is done stands in the company's"
                        + " activity log, every command in the security log, and who erased what in the audit."
            })
    static final class Menu extends CommandMenu {}
}
