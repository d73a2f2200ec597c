package com.deliveryhistory.history.operations;

import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.history.collection.Erasing.Outcome;
import com.deliveryhistory.services.commands.Answer;
import com.deliveryhistory.services.commands.Audit;
import com.deliveryhistory.services.commands.ConfirmedCompany;
import com.deliveryhistory.services.commands.NotDone;
import com.deliveryhistory.services.commands.Text;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "erase",
        description = "Deletes all that is kept of a company that is a customer no more: its packages, UPS's records of"
                + " them, and the tracking numbers that it sent in. It cannot be undone. Cut off, it is done by running it"
                + " again.")
final class EraseCommand extends OneCompanyCommand {

    @Mixin
    ConfirmedCompany confirmed = new ConfirmedCompany();

    EraseCommand(Supplier<Workplace> workplaces) {
        super(workplaces);
    }

    @Override
    protected Answer perform(Workplace workplace, Audit.Entry own) {
        confirmed.require(company());
        Map<String, Long> deleted = new LinkedHashMap<>();
        Outcome outcome = workplace.erasing().erase(company(), (what, count) -> {
            deleted.put(what, count);
            say("%s: %d deleted".formatted(what, count));
        });
        return switch (outcome) {
            case Outcome.Erased erased -> answer(erased, deleted);
            case Outcome.StillActive active ->
                throw new NotDone(
                        ("%s is active, and nothing was deleted: an administrator of the company has to withdraw"
                                        + " it first, or the UPS.com password has to change. If that was done, history-worker did"
                                        + " not hear of it yet: see events_unread")
                                .formatted(active.grant()));
            case Outcome.WorkedOn busy ->
                throw new NotDone("%s is being worked on, and nothing was deleted. Run the command again after %s"
                        .formatted(busy.grant(), Text.time(busy.leaseUntil())));
            case Outcome.TakenOver over ->
                throw new NotDone("The service has taken it over and completes it: \"company %s\" shows when"
                        .formatted(company()));
        };
    }

    private Answer answer(Outcome.Erased erased, Map<String, Long> deleted) {
        boolean nothing = deleted.values().stream().allMatch(count -> count == 0);
        if (nothing && erased.grants().isEmpty()) {
            throw new NotDone("Nothing is known here of %s: is this its id? \"companies\" lists those that opted in"
                    .formatted(company()));
        }
        List<String> lines = new ArrayList<>();
        lines.add(
                nothing
                        ? "Nothing was left of " + company()
                        : "Everything that was kept of " + company() + " is deleted");
        if (!erased.grants().isEmpty()) {
            lines.add(
                    "What stays, so that no late event brings anything back: how the opt-in ended, in which order, and"
                            + " that the history was erased at " + Text.time(erased.at())
                            + ". A day later it is looked once more");
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("company", subject());
        json.put("erasedAt", erased.at().toString());
        json.put("deleted", deleted);
        json.put("kept", erased.grants().stream().map(GrantId::toString).toList());
        return Answer.of(
                lines,
                json,
                deleted.entrySet().stream()
                        .map(kind -> kind.getValue() + " " + kind.getKey())
                        .collect(Collectors.joining(", ", "erased: ", "")));
    }
}
