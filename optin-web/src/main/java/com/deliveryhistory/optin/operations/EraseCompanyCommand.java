package com.deliveryhistory.optin.operations;

import com.deliveryhistory.optin.erasing.ErasingCompanies;
import com.deliveryhistory.optin.erasing.ErasingCompanies.Outcome;
import com.deliveryhistory.optin.erasing.Hindrance;
import com.deliveryhistory.services.commands.Answer;
import com.deliveryhistory.services.commands.ConfirmedCompany;
import com.deliveryhistory.services.commands.NotDone;
import com.deliveryhistory.services.commands.Text;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "erase-company",
        description =
                "Deletes all that is kept of a company that is a customer no more: its people, their sign-ins, its"
                        + " activity log, and what is known of its opt-ins. Not while an opt-in is active or on its way. It cannot"
                        + " be undone. Cut off, it is done by running it again.")
final class EraseCompanyCommand extends ErasingCommand {

    @Mixin
    ConfirmedCompany confirmed = new ConfirmedCompany();

    @Option(
            names = "--even-unanswered",
            description = "Also if an opt-in is in Kafka that token-manager never answers.")
    boolean evenUnanswered;

    EraseCompanyCommand(Supplier<Workplace> workplaces) {
        super(workplaces);
    }

    @Override
    List<String> audited() {
        List<String> arguments = new ArrayList<>(List.of(company().value(), "--confirm", confirmed.typed()));
        if (evenUnanswered) {
            arguments.add("--even-unanswered");
        }
        return arguments;
    }

    @Override
    Answer erase(Workplace workplace, String operator) {
        confirmed.require(company());
        Map<String, Long> deleted = new LinkedHashMap<>();
        Outcome outcome = workplace.part(ErasingCompanies.class).erase(company(), evenUnanswered, (what, count) -> {
            deleted.put(what, count);
            say("%s: %d deleted".formatted(what, count));
        });
        return switch (outcome) {
            case Outcome.Erased erased -> answer(erased.at(), deleted);
            case Outcome.Hindered hindered ->
                throw new NotDone(
                        why(hindered.by(), workplace.clock().instant()) + ". Nothing was deleted, the company is open");
            case Outcome.NotThere none ->
                throw new NotDone("There is no company %s: \"companies\" lists them".formatted(company()));
            case Outcome.Disturbed disturbed ->
                throw new NotDone("Somebody else is at it: run the command again, and see \"audit\"");
        };
    }

    private String why(Hindrance hindrance, Instant now) {
        return switch (hindrance) {
            case Hindrance.Active active ->
                ("The opt-in of %s for %s is active: an administrator of the company has to withdraw it first, or the"
                                + " UPS.com password has to change")
                        .formatted(company(), active.application());
            case Hindrance.NotInKafka waiting -> notInKafka();
            case Hindrance.OnItsWay optIn ->
                ("%s opted in for %s at %s, and token-manager has not answered yet: run the command again when it has,"
                                + " which takes seconds; if it never does, see its dead letters, and say --even-unanswered")
                        .formatted(company(), optIn.application(), Text.time(optIn.storedAt(), now));
        };
    }

    private Answer answer(Instant at, Map<String, Long> deleted) {
        boolean nothing = deleted.values().stream().allMatch(count -> count == 0);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("company", company().value());
        json.put("erasedAt", at.toString());
        json.put("deleted", deleted);
        return Answer.of(
                List.of(
                        nothing
                                ? "Nothing was left of " + company()
                                : "Everything that was kept of " + company() + " is deleted",
                        "What stays, so that no late event brings anything back: that it was erased, at "
                                + Text.time(at) + ". A day later it is looked once more",
                        "Next: \"erase %s --confirm %s\" of token-manager, then of history-worker"
                                .formatted(company(), company())),
                json,
                "erased: "
                        + deleted.entrySet().stream()
                                .map(each -> each.getValue() + " " + each.getKey())
                                .collect(Collectors.joining(", ")));
    }
}
