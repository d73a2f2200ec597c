package com.deliveryhistory.tokens.operations;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.services.commands.Answer;
import com.deliveryhistory.services.commands.Audit;
import com.deliveryhistory.services.commands.ConfirmedName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "erase-person",
        description =
                "Puts a pseudonym in place of somebody's sign-in name in the company's grants. The grants stay in force."
                        + " So does an opt-in that comes late. Cut off, it is done by running it again.")
final class ErasePersonCommand extends OperatorCommand {

    private static final Pattern PSEUDONYM = Pattern.compile("erased:[0-9a-f]{8}");

    @Parameters(index = "0", paramLabel = "COMPANY", description = "The company.")
    @Nullable
    CompanyId company;

    @Parameters(index = "1", paramLabel = "NAME", description = "The person's sign-in name.")
    @Nullable
    String name;

    @Option(
            names = "--pseudonym",
            paramLabel = "PSEUDONYM",
            required = true,
            description = "What that person is called from now on: erased: and eight hexadecimal digits.")
    @Nullable
    String pseudonym;

    @Mixin
    ConfirmedName confirmed = new ConfirmedName();

    ErasePersonCommand(Supplier<Workplace> workplaces) {
        super(workplaces);
    }

    /** Without the name, which is to be gone. */
    @Override
    protected List<String> audited(List<String> given) {
        return List.of(String.valueOf(company), "…", "--pseudonym", String.valueOf(pseudonym));
    }

    @Override
    protected Answer perform(Workplace workplace, Audit.Entry own) {
        CompanyId id = Objects.requireNonNull(company);
        String person = Objects.requireNonNull(name);
        String called = Objects.requireNonNull(pseudonym);
        confirmed.require(person);
        if (!PSEUDONYM.matcher(called).matches()) {
            throw wrongUsage("--pseudonym takes erased: and eight hexadecimal digits");
        }
        Telling telling = new Telling(workplace);
        List<GrantId> erased = workplace.erasure().ofPerson(id, person, called, telling::told);
        boolean sent =
                erased.stream().filter(grant -> !telling.sent(grant)).toList().isEmpty();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("company", id.value());
        json.put("erased", erased.stream().map(GrantId::toString).toList());
        json.put("sent", sent);
        if (erased.isEmpty()) {
            return answerOfUnnamed(id, called, json);
        }
        String outcome = "%s: %d grants name %s now".formatted(id, erased.size(), called);
        return new Answer(
                List.of(
                        outcome,
                        sent
                                ? "Kafka has it. The sign-in name is in what was told before for 30 days more"
                                : "It is stored and not sent yet: it goes out as soon as Kafka takes it"),
                json,
                outcome,
                sent);
    }

    /** The person never opted in, or the opt-in is a dead letter, or still unread. */
    private static Answer answerOfUnnamed(CompanyId company, String called, Map<String, Object> json) {
        String outcome = "No grant of %s names that person".formatted(company);
        return Answer.of(
                List.of(
                        outcome + ", so nothing was changed",
                        "It is remembered: an opt-in from before now that comes late names " + called),
                json,
                outcome);
    }
}
