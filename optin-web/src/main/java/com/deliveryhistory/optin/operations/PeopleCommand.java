package com.deliveryhistory.optin.operations;

import com.deliveryhistory.optin.accounts.Account;
import com.deliveryhistory.optin.accounts.Member.Role;
import com.deliveryhistory.optin.activity.Activity;
import com.deliveryhistory.optin.invitations.Invitation;
import com.deliveryhistory.services.commands.Answer;
import com.deliveryhistory.services.commands.Text;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "people", description = "Lists a company's people and its open invitations.")
final class PeopleCommand extends OneCompanyCommand {

    @Option(names = "--admins", description = "Only administrators.")
    boolean admins;

    PeopleCommand(Supplier<Workplace> workplaces) {
        super(workplaces);
    }

    @Override
    Answer perform(Workplace workplace, String operator) {
        String called = workplace.requireCompany(company());
        workplace.note(company(), Activity.Kind.PEOPLE_LISTED, operator, Map.of());
        List<Account> people = workplace.accounts().of(company()).stream()
                .filter(person -> !admins || person.member().isAdmin())
                .toList();
        List<Invitation> invitations = workplace.inviting().of(company()).stream()
                .filter(invitation -> !admins || invitation.role() == Role.ADMIN)
                .toList();
        Instant now = workplace.clock().instant();
        List<String> lines = new ArrayList<>();
        lines.add("%s (%s)".formatted(company(), called));
        lines.addAll(people.isEmpty() ? List.of("Nobody has an account.") : Text.table(rows(people, now)));
        invitations.forEach(invitation -> lines.add("invited: %s as %s by %s, valid until %s"
                .formatted(
                        invitation.email(),
                        invitation.role(),
                        invitation.inviter(),
                        Text.time(invitation.expiresAt(), now))));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("company", company().value());
        json.put("name", called);
        json.put("people", people.stream().map(PeopleCommand::json).toList());
        json.put("invitations", invitations.stream().map(PeopleCommand::json).toList());
        return Answer.of(lines, json, people.size() + " shown");
    }

    private static List<List<String>> rows(List<Account> people, Instant now) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("NAME", "ROLE", "STATE", "MAIL", "LAST SIGN-IN"));
        people.forEach(person -> rows.add(List.of(
                person.name(),
                person.member().role().name(),
                person.state().name(),
                Text.orNothing(person.email()),
                Text.time(person.lastSignInAt(), now))));
        return rows;
    }

    private static Map<String, Object> json(Account person) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", person.name());
        json.put("role", person.member().role().name());
        json.put("state", person.state().name());
        if (person.email() != null) {
            json.put("mail", person.email());
        }
        if (person.lastSignInAt() != null) {
            json.put("lastSignInAt", person.lastSignInAt().toString());
        }
        return json;
    }

    private static Map<String, Object> json(Invitation invitation) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("mail", invitation.email().value());
        json.put("role", invitation.role().name());
        json.put("invitedBy", invitation.inviter());
        json.put("expiresAt", invitation.expiresAt().toString());
        return json;
    }
}
