package com.deliveryhistory.tokens.operations;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.services.commands.Answer;
import com.deliveryhistory.services.commands.Audit;
import com.deliveryhistory.services.commands.NotDone;
import com.deliveryhistory.tokens.custody.DataKeyRotation.Reencrypted;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "reencrypt",
        description = "Encrypts a company's tokens under a new data key and deletes the old one. The service goes on"
                + " meanwhile. Cut off, it is done by running it again.")
final class ReencryptCommand extends OperatorCommand {

    @Parameters(paramLabel = "COMPANY", description = "The company.")
    @Nullable
    CompanyId company;

    ReencryptCommand(Supplier<Workplace> workplaces) {
        super(workplaces);
    }

    @Override
    protected Answer perform(Workplace workplace, Audit.Entry own) {
        CompanyId id = Objects.requireNonNull(company);
        if (workplace.grants().ofCompany(id).isEmpty()) {
            throw new NotDone("There is no grant of company " + id);
        }
        Reencrypted done = workplace.dataKeyRotation().reencrypt(id);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("company", id.value());
        json.put("grants", done.grants());
        json.put("unreadable", done.unreadable());
        json.put("oldKeysLeft", done.oldKeysLeft());
        String outcome = "%s: %d grants under a new data key, %d unreadable, %d old keys left"
                .formatted(id, done.grants(), done.unreadable(), done.oldKeysLeft());
        return new Answer(List.of(outcome), json, outcome, done.unreadable() == 0 && done.oldKeysLeft() == 0);
    }
}
