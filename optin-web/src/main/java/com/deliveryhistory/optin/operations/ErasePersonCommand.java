package com.deliveryhistory.optin.operations;

import com.deliveryhistory.optin.erasing.ErasingPeople;
import com.deliveryhistory.optin.erasing.ErasingPeople.Outcome;
import com.deliveryhistory.services.commands.Answer;
import com.deliveryhistory.services.commands.ConfirmedName;
import com.deliveryhistory.services.commands.NotDone;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "erase-person",
        description =
                "Deletes somebody's account and all that hangs on it, and puts a pseudonym in place of the person in"
                        + " the company's activity log. It cannot be undone. Cut off, it is done by running it again.")
final class ErasePersonCommand extends ErasingCommand {

    @Parameters(index = "1", paramLabel = "NAME", description = "The person's sign-in name.")
    @Nullable
    String name;

    @Mixin
    ConfirmedName confirmed = new ConfirmedName();

    ErasePersonCommand(Supplier<Workplace> workplaces) {
        super(workplaces);
    }

    /** Without the name, which is to be gone. */
    @Override
    List<String> audited() {
        return List.of(company().value(), "…");
    }

    @Override
    Answer erase(Workplace workplace, String operator) {
        String person = Objects.requireNonNull(name);
        confirmed.require(person);
        workplace.requireCompany(company());
        return switch (workplace.part(ErasingPeople.class).erase(company(), person, evenUnanswered, operator)) {
            case Outcome.Erased erased -> answer(person, erased.pseudonym());
            case Outcome.LastAdmin last ->
                throw new NotDone(("That is the last administrator of %1$s, and nothing was deleted: \"make-admin\" or"
                                + " \"invite-admin\" somebody else first, or \"erase-company\" if %1$s is a customer no more")
                        .formatted(company()));
            case Outcome.Hindered hindered ->
                throw new NotDone(why(hindered.by(), workplace.clock().instant()) + ". Nothing was deleted");
            case Outcome.NotThere none ->
                throw new NotDone(
                        "%s has nobody with that sign-in name, and never erased somebody who had it: \"people %s\" lists them"
                                .formatted(company(), company()));
        };
    }

    private Answer answer(String person, String pseudonym) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("company", company().value());
        json.put("pseudonym", pseudonym);
        return Answer.of(
                List.of(
                        "There is no such account of %s any more; what happened stays, with %s in place of the person"
                                .formatted(company(), pseudonym),
                        "Kafka has the sign-in name in optin.events.v1 for 30 days more, if the person opted in",
                        "Next: \"erase-person %s %s --pseudonym %s --confirm %s\" of token-manager"
                                .formatted(company(), person, pseudonym, person)),
                json,
                pseudonym);
    }
}
