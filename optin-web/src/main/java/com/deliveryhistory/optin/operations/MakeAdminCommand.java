package com.deliveryhistory.optin.operations;

import com.deliveryhistory.optin.accounts.Account;
import com.deliveryhistory.optin.activity.Activity;
import com.deliveryhistory.optin.people.People.Outcome;
import java.util.function.Supplier;
import picocli.CommandLine.Command;

@Command(name = "make-admin", description = "Makes a user an administrator.")
final class MakeAdminCommand extends OnePersonCommand {

    MakeAdminCommand(Supplier<Workplace> workplaces) {
        super(workplaces);
    }

    @Override
    Outcome change(Workplace workplace, Account person, String operator) {
        return workplace.people().makeAdmin(company(), Activity.operator(operator), person);
    }
}
