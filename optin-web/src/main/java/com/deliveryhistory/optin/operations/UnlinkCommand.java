package com.deliveryhistory.optin.operations;

import com.deliveryhistory.optin.accounts.Account;
import com.deliveryhistory.optin.activity.Activity;
import com.deliveryhistory.optin.people.People.Outcome;
import java.util.function.Supplier;
import picocli.CommandLine.Command;

@Command(
        name = "unlink",
        description =
                "Frees an account from who signs in to it at the company's identity provider, and ends all sessions:"
                        + " the next sign-in there with the account's address links it anew.")
final class UnlinkCommand extends OnePersonCommand {

    UnlinkCommand(Supplier<Workplace> workplaces) {
        super(workplaces);
    }

    @Override
    Outcome change(Workplace workplace, Account person, String operator) {
        return workplace.links().unlink(company(), Activity.operator(operator), person)
                ? Outcome.DONE
                : Outcome.UNCHANGED;
    }
}
