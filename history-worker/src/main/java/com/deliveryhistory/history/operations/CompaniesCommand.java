package com.deliveryhistory.history.operations;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.history.collection.StandingStore;
import com.deliveryhistory.services.commands.Answer;
import com.deliveryhistory.services.commands.Audit;
import com.deliveryhistory.services.commands.AuditedCommand;
import com.deliveryhistory.services.commands.Text;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "companies", description = "Lists companies and how their collecting stands, a page at a time.")
final class CompaniesCommand extends AuditedCommand<Workplace> {

    private static final int MOST = 1_000;

    @Option(names = "--after", paramLabel = "COMPANY", description = "Only those after this one: the next page.")
    @Nullable
    CompanyId after;

    @Option(names = "--limit", paramLabel = "N", description = "How many at most, up to 1000. Default: 50.")
    int limit = 50;

    CompaniesCommand(Supplier<Workplace> workplaces) {
        super(workplaces);
    }

    @Override
    protected Answer perform(Workplace workplace, Audit.Entry own) {
        requireLimit(limit, MOST);
        Instant now = workplace.clock().instant();
        StandingStore.Page page = workplace.standings().page(after, limit);
        List<List<String>> rows = new ArrayList<>(List.of(StandingViews.heading()));
        page.standings().forEach(standing -> rows.add(StandingViews.row(standing, now)));
        List<String> lines =
                new ArrayList<>(page.standings().isEmpty() ? List.of("No such companies.") : Text.table(rows));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put(
                "collections",
                page.standings().stream().map(StandingViews::json).toList());
        CompanyId next = page.next();
        if (next != null) {
            lines.add("There are more: --after " + next);
            json.put("next", next.value());
        }
        return Answer.of(lines, json, page.standings().size() + " shown");
    }
}
