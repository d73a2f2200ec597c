package com.deliveryhistory.tokens.operations;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.services.commands.Answer;
import com.deliveryhistory.services.commands.Audit;
import com.deliveryhistory.services.commands.ConfirmedCompany;
import com.deliveryhistory.services.commands.NotDone;
import com.deliveryhistory.tokens.grants.Grant;
import com.deliveryhistory.tokens.grants.Grant.Active;
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
        name = "erase",
        description =
                "Erases a company that is no customer any more: its data keys, and from its grants who opted in. Not"
                        + " while a grant is active. An opt-in that comes late is void then. Cut off, it is done by running it again.")
final class EraseCommand extends OperatorCommand {

    @Parameters(paramLabel = "COMPANY", description = "The company.")
    @Nullable
    CompanyId company;

    @Mixin
    ConfirmedCompany confirmed = new ConfirmedCompany();

    EraseCommand(Supplier<Workplace> workplaces) {
        super(workplaces);
    }

    @Override
    protected Answer perform(Workplace workplace, Audit.Entry own) {
        CompanyId id = Objects.requireNonNull(company);
        confirmed.require(id);
        List<Grant> grants = workplace.grants().ofCompany(id);
        requireNotActive(id, grants);
        Telling telling = new Telling(workplace);
        List<GrantId> erased = workplace.erasure().ofCompany(id, telling::told);
        if (grants.isEmpty() && erased.isEmpty()) {
            return answerOfUnknown(id);
        }
        List<GrantId> unsent =
                erased.stream().filter(grant -> !telling.sent(grant)).toList();
        return answer(id, erased, unsent);
    }

    private static void requireNotActive(CompanyId company, List<Grant> grants) {
        List<GrantId> active =
                grants.stream().filter(Active.class::isInstance).map(Grant::id).toList();
        if (!active.isEmpty()) {
            throw new NotDone("%s is active, and nothing was erased: have it withdrawn first, by an administrator of %s"
                    .formatted(active.getFirst(), company));
        }
    }

    /** Its opt-in may be a dead letter, or still be unread. */
    private static Answer answerOfUnknown(CompanyId company) {
        String outcome = "There is no grant of %s, so nothing was erased".formatted(company);
        List<String> lines = List.of(
                outcome + ": look whether that is its id",
                "It is remembered: an opt-in of %s from before now is void, and names nobody, if it comes late"
                        .formatted(company));
        return Answer.of(lines, json(company, List.of(), List.of()), outcome);
    }

    private static Map<String, Object> json(CompanyId company, List<GrantId> erased, List<GrantId> unsent) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("company", company.value());
        json.put("erased", erased.stream().map(GrantId::toString).toList());
        json.put("unsent", unsent.stream().map(GrantId::toString).toList());
        return json;
    }

    private static Answer answer(CompanyId company, List<GrantId> erased, List<GrantId> unsent) {
        String outcome = "%s is erased: %d grants name nobody any more, and there is no data key"
                .formatted(company, erased.size());
        List<String> lines = List.of(
                outcome,
                unsent.isEmpty()
                        ? "Kafka has it. Who opted in is named there for 30 days more, and in dead letters for 90"
                        : unsent.size()
                                + " events are stored and not sent yet: they go out as soon as Kafka takes them");
        return new Answer(lines, json(company, erased, unsent), outcome, unsent.isEmpty());
    }
}
