package com.deliveryhistory.optin.operations;

import com.deliveryhistory.optin.activity.Activity;
import com.deliveryhistory.services.commands.Answer;
import com.deliveryhistory.services.commands.NotDone;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine.Command;

@Command(
        name = "unlink-all",
        description =
                "Does \"unlink\" for everybody in a company that has another identity provider now. Cut off, it is done"
                        + " by running it again.")
final class UnlinkAllCommand extends OneCompanyCommand {

    UnlinkAllCommand(Supplier<Workplace> workplaces) {
        super(workplaces);
    }

    @Override
    Answer perform(Workplace workplace, String operator) {
        workplace.requireCompany(company());
        String by = Activity.operator(operator);
        long unlinked = workplace.accounts().of(company()).stream()
                .filter(person -> workplace.links().unlink(company(), by, person))
                .count();
        if (unlinked == 0) {
            throw new NotDone(
                    "There is no account of %s that belongs to anybody at an identity provider. All sessions of its people have ended all the same"
                            .formatted(company()));
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("company", company().value());
        json.put("unlinked", unlinked);
        return Answer.of(
                List.of("%d accounts of %s are unlinked now. All sessions of its people have ended"
                        .formatted(unlinked, company())),
                json,
                unlinked + " unlinked");
    }
}
