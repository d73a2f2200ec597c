package com.deliveryhistory.optin.operations;

import com.deliveryhistory.optin.accounts.Account;
import com.deliveryhistory.optin.activity.Activity;
import com.deliveryhistory.optin.people.People.Outcome;
import java.util.function.Supplier;
import picocli.CommandLine.Command;

@Command(
        name = "remove-second-factor",
        description = "Removes the second factor of somebody who lost it, and tells that person by mail.")
final class RemoveSecondFactorCommand extends OnePersonCommand {

    RemoveSecondFactorCommand(Supplier<Workplace> workplaces) {
        super(workplaces);
    }

    @Override
    Outcome change(Workplace workplace, Account person, String operator) {
        return workplace.secondFactors().remove(person, Activity.operator(operator)) ? Outcome.DONE : Outcome.UNCHANGED;
    }
}
