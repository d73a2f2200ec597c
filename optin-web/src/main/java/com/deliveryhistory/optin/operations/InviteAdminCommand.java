package com.deliveryhistory.optin.operations;

import com.deliveryhistory.optin.accounts.EmailAddress;
import com.deliveryhistory.optin.accounts.Member.Role;
import com.deliveryhistory.optin.invitations.Inviting.Invited;
import com.deliveryhistory.optin.languages.Languages;
import com.deliveryhistory.services.commands.Answer;
import com.deliveryhistory.services.commands.NotDone;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "invite-admin",
        description =
                "Invites somebody to a company as an administrator, or the same person once more: the earlier link"
                        + " is of no use then. The link works once, for three days.")
final class InviteAdminCommand extends OneCompanyCommand {

    @Parameters(index = "1", paramLabel = "MAIL", description = "The person's e-mail address.")
    @Nullable
    EmailAddress mail;

    @Option(
            names = "--language",
            paramLabel = "LANGUAGE",
            description = "In which language the mail is: en, de or es. Default: en.")
    Locale language = Languages.DEFAULT;

    @Option(
            names = "--print-link",
            description = "Print the link, too, for where no mail is sent. It is as good as a password.")
    boolean printLink;

    InviteAdminCommand(Supplier<Workplace> workplaces) {
        super(workplaces);
    }

    @Override
    Answer perform(Workplace workplace, String operator) {
        EmailAddress address = Objects.requireNonNull(mail);
        workplace.requireCompany(company());
        Invited invited = workplace.inviting().inviteByOperator(company(), operator, address, Role.ADMIN, language);
        switch (invited.outcome()) {
            case INVITED -> {}
            case INVITED_LATER ->
                throw new NotDone(
                        "Too many mails wait already (mail.queue-limit): %s is invited and gets the mail as soon as"
                                        .formatted(address)
                                + " there is room. No link is printed, because that mail will have another");
            case HAS_ACCOUNT ->
                throw new NotDone(
                        ("Somebody in %s has the address %s already, or is just accepting the invitation to it:"
                                        + " see \"people\", and \"make-admin\"")
                                .formatted(company(), address));
            case FULL -> throw new NotDone(company() + " has as many people and invitations as a company can have");
        }
        List<String> lines = new ArrayList<>();
        lines.add("%s is invited to %s as an administrator, for three days".formatted(address, company()));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("company", company().value());
        json.put("mail", address.value());
        json.put("mailServer", workplace.hasMailServer());
        if (!workplace.hasMailServer()) {
            lines.add("No mail server is configured here (spring.mail.host): if the service has none either, the mail"
                    + " waits, and the link has to be brought (--print-link)");
        }
        if (printLink) {
            String link = link(workplace.mailSettings().baseUrl(), invited.link());
            lines.add("link: " + link);
            json.put("link", link);
        }
        return Answer.of(lines, json, printLink ? "invited, link printed" : "invited");
    }

    private static String link(@Nullable URI baseUrl, String path) {
        return baseUrl == null
                ? path + " (behind the address of optin-web, which mail.base-url does not say)"
                : baseUrl.resolve(path).toString();
    }
}
