package com.deliveryhistory.history.operations;

import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.history.collection.Standing;
import com.deliveryhistory.services.commands.Answer;
import com.deliveryhistory.services.commands.Audit;
import com.deliveryhistory.services.commands.Text;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine.Command;

@Command(
        name = "company",
        description = "Shows everything about a company's collecting but its packages: what it means, and what to do.")
final class CompanyCommand extends OneCompanyCommand {

    private static final int AUDIT_RECORDS = 5;
    private static final int COUNTED = 100_000;

    CompanyCommand(Supplier<Workplace> workplaces) {
        super(workplaces);
    }

    @Override
    protected Answer perform(Workplace workplace, Audit.Entry own) {
        List<Standing> standings = workplace.standings(company());
        Instant now = workplace.clock().instant();
        long packages = workplace.packages().count(company(), COUNTED);
        long numbers = workplace.uploads().waiting(company());
        List<Audit.Entered> audit = workplace.part(Audit.class).before(own, subject(), AUDIT_RECORDS);

        Map<String, List<String>> fields = new LinkedHashMap<>();
        fields.put("company", List.of(subject()));
        fields.put("packages", List.of(counted(packages)));
        fields.put("old numbers waiting", List.of(Long.toString(numbers)));
        fields.put(
                "audit",
                audit.isEmpty()
                        ? List.of("nobody did anything by hand")
                        : audit.stream().map(Audit.Entered::line).toList());
        List<String> lines = new ArrayList<>(Text.fields(fields));
        List<Map<String, Object>> collections = new ArrayList<>();
        for (Standing standing : standings) {
            long unreadable = unreadable(workplace, standing.grant());
            lines.add("");
            lines.addAll(Text.fields(StandingViews.fields(standing, counted(unreadable), now)));
            Map<String, Object> json = StandingViews.json(standing);
            json.put("unreadableRecords", unreadable);
            json.put("meaning", Meanings.of(standing, now));
            collections.add(json);
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("company", subject());
        json.put("packages", packages);
        json.put("oldNumbersWaiting", numbers);
        json.put("collections", collections);
        json.put("audit", audit.stream().map(Audit.Entered::json).toList());
        return Answer.of(lines, json, "shown");
    }

    private static long unreadable(Workplace workplace, GrantId grant) {
        return workplace.records().unreadable(grant, COUNTED);
    }

    private static String counted(long count) {
        return count < COUNTED ? Long.toString(count) : COUNTED + " or more";
    }
}
