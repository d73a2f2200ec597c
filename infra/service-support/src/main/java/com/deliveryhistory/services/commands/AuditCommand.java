package com.deliveryhistory.services.commands;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Shows the {@link Audit}.
 *
 * @param <W> what the service's commands work with
 */
@Command(name = "audit", description = "Lists who did what by hand, newest first.")
public final class AuditCommand<W extends ServiceWorkplace> extends AuditedCommand<W> {

    private static final int MOST = 10_000;

    @Option(names = "--limit", paramLabel = "N", description = "How many at most, up to 10000. Default: 50.")
    int limit = 50;

    public AuditCommand(Supplier<W> workplaces) {
        super(workplaces);
    }

    @Override
    protected Answer perform(W workplace, Audit.Entry own) {
        requireLimit(limit, MOST);
        List<Audit.Entered> records = workplace.part(Audit.class).before(own, limit);
        List<List<String>> rows = new ArrayList<>(List.of(List.of("AT", "WHO", "COMMAND", "OUTCOME", "TOOK")));
        for (Audit.Entered record : records) {
            rows.add(List.of(
                    Text.time(record.at()),
                    record.who(),
                    record.called(),
                    record.result(),
                    record.millis() == null ? "-" : record.millis() + " ms"));
        }
        return Answer.of(
                Text.table(rows),
                Map.of("audit", records.stream().map(Audit.Entered::json).toList()),
                records.size() + " shown");
    }
}
