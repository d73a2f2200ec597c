package com.deliveryhistory.optin.operations;

import com.deliveryhistory.optin.accounts.Account;
import com.deliveryhistory.optin.activity.Activity;
import com.deliveryhistory.optin.people.People.Outcome;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "disable", description = "Lets somebody sign in no more, and ends all sessions.")
final class DisableCommand extends OnePersonCommand {

    @Option(names = "--even-last", description = "Also if no administrator is left then.")
    boolean evenLast;

    DisableCommand(Supplier<Workplace> workplaces) {
        super(workplaces);
    }

    @Override
    Outcome change(Workplace workplace, Account person, String operator) {
        String by = Activity.operator(operator);
        return evenLast
                ? workplace.people().disableEvenLast(company(), by, person)
                : workplace.people().disable(company(), by, person);
    }
}
