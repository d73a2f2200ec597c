package com.deliveryhistory.optin.operations;

import com.deliveryhistory.optin.activity.Activity;
import com.deliveryhistory.services.commands.Answer;
import com.deliveryhistory.services.commands.NotDone;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "add-company", description = "Adds a company, which has nobody in it yet: \"invite-admin\" comes next.")
final class AddCompanyCommand extends OneCompanyCommand {

    private static final Pattern NAME = Pattern.compile("[\\p{Graph}\\p{L}\\p{M}\\p{N}\\p{P}\\p{S} ]{1,100}");

    @Parameters(index = "1", paramLabel = "NAME", description = "What it is called, 100 characters at most.")
    @Nullable
    String name;

    AddCompanyCommand(Supplier<Workplace> workplaces) {
        super(workplaces);
    }

    @Override
    Answer perform(Workplace workplace, String operator) {
        String called = String.valueOf(name).strip();
        if (!NAME.matcher(called).matches()) {
            throw wrongUsage("NAME takes 1 to 100 letters, digits, signs and blanks");
        }
        workplace.companies().name(company().value()).ifPresent(this::refuse);
        // noted first: no company without its note, and one that was cut off here is noted once
        workplace.note(
                "company-added-" + company(),
                company(),
                Activity.Kind.COMPANY_ADDED,
                operator,
                Map.of("companyName", called));
        if (!workplace.companies().add(company().value(), called)) {
            refuse(workplace.requireCompany(company()));
        }
        return Answer.of(
                List.of("%s (%s) is added. Next: invite-admin %s MAIL".formatted(company(), called, company())),
                Map.of("company", company().value(), "name", called),
                "added");
    }

    private void refuse(String there) {
        throw new NotDone("There is a company %s already, called %s; nothing was changed".formatted(company(), there));
    }
}
