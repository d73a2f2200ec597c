package com.deliveryhistory.tokens.operations;

import com.deliveryhistory.events.Application;
import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.events.GrantState;
import com.deliveryhistory.services.commands.Answer;
import com.deliveryhistory.services.commands.Audit;
import com.deliveryhistory.services.commands.Text;
import com.deliveryhistory.tokens.grants.Dossier;
import com.deliveryhistory.tokens.grants.Dossiers.Selection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "grants", description = "Lists grants, a page at a time.")
final class GrantsCommand extends OperatorCommand {

    private static final int MOST = 1_000;

    @Option(
            names = "--state",
            paramLabel = "STATE",
            description = "Only those in this state: ${COMPLETION-CANDIDATES}.")
    @Nullable
    GrantState state;

    @Option(names = "--application", paramLabel = "NAME", description = "Only those of this application.")
    @Nullable
    Application application;

    @Option(names = "--company", paramLabel = "COMPANY", description = "Only those of this company.")
    @Nullable
    CompanyId company;

    @Option(names = "--due", description = "Only those whose refresh is due, longest due first.")
    boolean due;

    @Option(names = "--after", paramLabel = "GRANT", description = "Only those after this one: the next page.")
    @Nullable
    GrantId after;

    @Option(names = "--limit", paramLabel = "N", description = "How many at most, up to 1000. Default: 50.")
    int limit = 50;

    GrantsCommand(Supplier<Workplace> workplaces) {
        super(workplaces);
    }

    @Override
    protected Answer perform(Workplace workplace, Audit.Entry own) {
        requireLimit(limit, MOST);
        if (due && after != null) {
            throw wrongUsage(
                    "--due shows the longest due first and has no next page: raise --limit instead of --after");
        }
        Instant now = workplace.clock().instant();
        List<Dossier> found =
                workplace.dossiers().list(new Selection(state, application, company, due ? now : null, after, limit));
        List<String> lines = new ArrayList<>();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("grants", found.stream().map(GrantViews::json).toList());
        if (found.isEmpty()) {
            lines.add("No such grants.");
        } else {
            List<List<String>> rows = new ArrayList<>(List.of(GrantViews.heading()));
            found.forEach(dossier -> rows.add(GrantViews.row(dossier, now)));
            lines.addAll(Text.table(rows));
        }
        if (found.size() == limit && !due) {
            String last = found.getLast().grant().id().toString();
            lines.add("There may be more: --after " + last);
            json.put("next", last);
        }
        return Answer.of(lines, json, found.size() + " shown");
    }
}
