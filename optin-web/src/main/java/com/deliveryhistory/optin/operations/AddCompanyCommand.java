package com.deliveryhistory.optin.operations;

import com.deliveryhistory.optin.accounts.Erasures.Stage;
import com.deliveryhistory.optin.activity.Activity;
import com.deliveryhistory.services.commands.Answer;
import com.deliveryhistory.services.commands.NotDone;
import com.deliveryhistory.services.commands.Text;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "add-company", description = "Adds a company, which has nobody in it yet: \"invite-admin\" comes next.")
final class AddCompanyCommand extends OneCompanyCommand {

    private static final Pattern NAME = Pattern.compile("[\\p{Graph}\\p{L}\\p{M}\\p{N}\\p{P}\\p{S} ]{1,100}");

    @Parameters(index = "1", paramLabel = "NAME", description = "What it is called, 100 characters at most.")
    @Nullable
    String name;

    @Option(
            names = "--anew",
            description = "There was a company with that id, which was erased, and this is another one.")
    boolean anew;

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
        Stage stage = workplace.erasures().stageOf(company());
        if (stage instanceof Stage.Erased erased) {
            requireFree(erased);
        }
        // noted first: no company without its note, and one that was cut off here is noted once
        workplace.note(
                "company-added-" + company(),
                company(),
                Activity.Kind.COMPANY_ADDED,
                operator,
                Map.of("companyName", called));
        boolean added = stage instanceof Stage.Erased
                ? workplace.erasures().addAnew(company(), called)
                : workplace.companies().add(company().value(), called);
        if (!added) {
            refuse(workplace.requireCompany(company()));
        }
        return Answer.of(
                List.of("%s (%s) is added. Next: invite-admin %s MAIL".formatted(company(), called, company())),
                Map.of("company", company().value(), "name", called),
                "added");
    }

    private void requireFree(Stage.Erased erased) {
        if (!anew) {
            throw new NotDone(
                    ("There was a company %s, which was erased at %s: choose another id, or say --anew if this is to"
                                    + " have the same one")
                            .formatted(company(), Text.time(erased.at())));
        }
        if (!erased.lookedAgain()) {
            throw new NotDone(
                    ("%s was erased at %s, and what comes late of it is still deleted: add it when the service has looked"
                                    + " once more, a day after that")
                            .formatted(company(), Text.time(erased.at())));
        }
    }

    private void refuse(String there) {
        throw new NotDone("There is a company %s already, called %s; nothing was changed".formatted(company(), there));
    }
}
