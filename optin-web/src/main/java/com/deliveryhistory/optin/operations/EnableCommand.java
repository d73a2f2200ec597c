package com.deliveryhistory.optin.operations;

import com.deliveryhistory.optin.accounts.Account;
import com.deliveryhistory.optin.activity.Activity;
import com.deliveryhistory.optin.people.People.Outcome;
import java.util.function.Supplier;
import picocli.CommandLine.Command;

@Command(name = "enable", description = "Lets somebody sign in again, as a user: \"make-admin\" does the rest.")
final class EnableCommand extends OnePersonCommand {

    EnableCommand(Supplier<Workplace> workplaces) {
        super(workplaces);
    }

    @Override
    Outcome change(Workplace workplace, Account person, String operator) {
        return workplace.people().enable(company(), Activity.operator(operator), person);
    }
}
