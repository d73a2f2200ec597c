package com.deliveryhistory.optin.operations;

import com.deliveryhistory.optin.accounts.Company;
import com.deliveryhistory.services.commands.Answer;
import com.deliveryhistory.services.commands.Text;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "companies", description = "Lists companies and how many people they have, a page at a time.")
final class CompaniesCommand extends OperatorCommand {

    private static final int MOST = 200;

    @Option(names = "--after", paramLabel = "COMPANY", description = "Only those after this one: the next page.")
    String after = "";

    @Option(names = "--limit", paramLabel = "N", description = "How many at most, up to 200. Default: 50.")
    int limit = 50;

    CompaniesCommand(Supplier<Workplace> workplaces) {
        super(workplaces);
    }

    @Override
    Answer perform(Workplace workplace, String operator) {
        requireLimit(limit, MOST);
        List<Company> found = workplace.accounts().companies(after, limit);
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("COMPANY", "NAME", "ADMINS", "USERS", "DISABLED"));
        found.forEach(company -> rows.add(List.of(
                company.id(),
                company.name(),
                String.valueOf(company.admins().size()),
                String.valueOf(company.users().size()),
                String.valueOf(company.disabled().size()))));
        List<String> lines = new ArrayList<>(found.isEmpty() ? List.of("No such companies.") : Text.table(rows));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("companies", found.stream().map(CompaniesCommand::json).toList());
        if (found.size() == limit) {
            lines.add("There may be more: --after " + found.getLast().id());
            json.put("next", found.getLast().id());
        }
        return Answer.of(lines, json, found.size() + " shown");
    }

    private static Map<String, Object> json(Company company) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("company", company.id());
        json.put("name", company.name());
        json.put("admins", company.admins().size());
        json.put("users", company.users().size());
        json.put("disabled", company.disabled().size());
        return json;
    }
}
