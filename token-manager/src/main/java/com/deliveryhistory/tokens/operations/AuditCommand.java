package com.deliveryhistory.tokens.operations;

import com.deliveryhistory.services.commands.Answer;
import com.deliveryhistory.services.commands.NotDone;
import com.deliveryhistory.services.commands.Text;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "audit", description = "Lists who did what by hand, newest first.")
final class AuditCommand extends OperatorCommand {

    @Option(names = "--limit", paramLabel = "N", description = "How many at most. Default: 50.")
    int limit = 50;

    AuditCommand(Supplier<Workplace> workplaces) {
        super(workplaces);
    }

    @Override
    Answer perform(Workplace workplace, Audit.Entry own) {
        if (limit < 1) {
            throw new NotDone("--limit takes a number from 1 on");
        }
        List<Audit.Entered> records = workplace.audit().before(own, limit);
        List<List<String>> rows = new ArrayList<>(List.of(List.of("AT", "WHO", "COMMAND", "OUTCOME", "TOOK")));
        for (Audit.Entered record : records) {
            rows.add(List.of(
                    Text.time(record.at()),
                    record.who(),
                    (record.command() + " " + String.join(" ", record.arguments())).strip(),
                    record.outcome() == null ? "UNFINISHED" : record.outcome(),
                    record.millis() == null ? "-" : record.millis() + " ms"));
        }
        return Answer.of(
                Text.table(rows),
                Map.of("audit", records.stream().map(AuditCommand::json).toList()),
                records.size() + " shown");
    }

    static Map<String, Object> json(Audit.Entered record) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("at", record.at().toString());
        json.put("who", record.who());
        json.put("command", record.command());
        json.put("arguments", record.arguments());
        if (record.outcome() != null) {
            json.put("outcome", record.outcome());
        }
        if (record.millis() != null) {
            json.put("millis", record.millis());
        }
        return json;
    }
}
