package com.deliveryhistory.tokens.operations;

import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.tokens.grants.Dossier;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "grant",
        description = "Shows everything about one grant but its tokens: what it means, and what to do.")
final class GrantCommand extends OperatorCommand {

    private static final int AUDIT_RECORDS = 5;

    @Parameters(paramLabel = "COMPANY/APPLICATION", description = "The grant.")
    @Nullable
    GrantId id;

    GrantCommand(Supplier<Workplace> workplaces) {
        super(workplaces);
    }

    @Override
    GrantId grant() {
        return Objects.requireNonNull(id);
    }

    @Override
    Answer perform(Workplace workplace, Audit.Entry own, Progress progress) {
        Dossier dossier = workplace.dossier(grant());
        List<Audit.Entered> audit = workplace.audit().before(own, grant(), AUDIT_RECORDS);
        Map<String, Object> json = GrantViews.json(dossier);
        String dataKey = workplace.dataKeyOf(dossier);
        if (dataKey != null) {
            json.put("dataKey", dataKey);
        }
        json.put("audit", audit.stream().map(AuditCommand::json).toList());
        return Answer.of(
                Text.fields(GrantViews.fields(
                        dossier, audit, dataKey, workplace.clock().instant())),
                json,
                "shown");
    }
}
