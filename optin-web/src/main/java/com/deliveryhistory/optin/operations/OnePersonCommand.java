package com.deliveryhistory.optin.operations;

import com.deliveryhistory.optin.accounts.Account;
import com.deliveryhistory.optin.people.People.Outcome;
import com.deliveryhistory.services.commands.Answer;
import com.deliveryhistory.services.commands.NotDone;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/** A command that changes what one person of a company may do. That person has to sign in anew. */
abstract class OnePersonCommand extends OneCompanyCommand {

    @Parameters(index = "1", paramLabel = "NAME", description = "The person's sign-in name.")
    @Nullable
    String name;

    OnePersonCommand(Supplier<Workplace> workplaces) {
        super(workplaces);
    }

    abstract Outcome change(Workplace workplace, Account person, String operator);

    @Override
    String person() {
        return Objects.requireNonNull(name);
    }

    @Override
    Answer perform(Workplace workplace, String operator) {
        workplace.requireCompany(company());
        Outcome outcome = change(workplace, find(workplace), operator);
        Account now = find(workplace);
        String standing = "%s of %s is %s, %s"
                .formatted(now.name(), company(), now.state(), now.member().role());
        if (outcome == Outcome.LAST_ADMIN) {
            throw new NotDone(
                    standing + ", and nobody else is: \"make-admin\" somebody else first, or say --even-last");
        }
        if (outcome != Outcome.DONE) {
            throw new NotDone("Nothing was changed: " + standing);
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("company", company().value());
        json.put("name", now.name());
        json.put("state", now.state().name());
        json.put("role", now.member().role().name());
        return Answer.of(List.of(standing + " now. All sessions have ended"), json, "done");
    }

    private Account find(Workplace workplace) {
        return workplace
                .accounts()
                .find(company(), person())
                .orElseThrow(() -> new NotDone("%s has nobody with the sign-in name %s: \"people %s\" lists them"
                        .formatted(company(), person(), company())));
    }
}
