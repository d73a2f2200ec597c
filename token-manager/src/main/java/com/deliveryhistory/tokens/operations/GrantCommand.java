package com.deliveryhistory.tokens.operations;

import com.deliveryhistory.services.commands.Answer;
import com.deliveryhistory.services.commands.Audit;
import com.deliveryhistory.services.commands.Text;
import com.deliveryhistory.tokens.grants.Dossier;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine.Command;

@Command(
        name = "grant",
        description = "Shows everything about one grant but its tokens: what it means, and what to do.")
final class GrantCommand extends OneGrantCommand {

    private static final int AUDIT_RECORDS = 5;

    GrantCommand(Supplier<Workplace> workplaces) {
        super(workplaces);
    }

    @Override
    protected Answer perform(Workplace workplace, Audit.Entry own) {
        Dossier dossier = workplace.dossier(grant());
        List<Audit.Entered> audit = workplace.part(Audit.class).before(own, subject(), AUDIT_RECORDS);
        Map<String, Object> json = GrantViews.json(dossier);
        String dataKey = workplace.dataKeyOf(dossier);
        if (dataKey != null) {
            json.put("dataKey", dataKey);
        }
        json.put("audit", audit.stream().map(Audit.Entered::json).toList());
        return Answer.of(
                Text.fields(GrantViews.fields(
                        dossier, audit, dataKey, workplace.clock().instant())),
                json,
                "shown");
    }
}
