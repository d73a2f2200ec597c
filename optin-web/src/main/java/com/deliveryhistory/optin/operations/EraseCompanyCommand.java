package com.deliveryhistory.optin.operations;

import com.deliveryhistory.optin.erasing.ErasingCompanies;
import com.deliveryhistory.optin.erasing.ErasingCompanies.Outcome;
import com.deliveryhistory.services.commands.Answer;
import com.deliveryhistory.services.commands.ConfirmedCompany;
import com.deliveryhistory.services.commands.NotDone;
import com.deliveryhistory.services.commands.Text;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "erase-company",
        description =
                "Deletes all that is kept of a company that is a customer no more: its people, their sign-ins, its"
                        + " activity log, and what is known of its opt-ins. Not while an opt-in is active or on its way. It cannot"
                        + " be undone. Cut off, it is done by running it again.")
final class EraseCompanyCommand extends ErasingCommand {

    @Mixin
    ConfirmedCompany confirmed = new ConfirmedCompany();

    EraseCompanyCommand(Supplier<Workplace> workplaces) {
        super(workplaces);
    }

    @Override
    List<String> audited() {
        return List.of(company().value(), "--confirm", confirmed.typed());
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
