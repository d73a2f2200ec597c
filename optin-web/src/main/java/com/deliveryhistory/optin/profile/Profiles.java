package com.deliveryhistory.optin.profile;

import com.deliveryhistory.optin.accounts.Account;
import com.deliveryhistory.optin.accounts.Accounts;
import com.deliveryhistory.optin.accounts.EmailAddress;
import com.deliveryhistory.optin.accounts.Member;
import com.deliveryhistory.optin.addresses.EmailChanges;
import com.deliveryhistory.optin.credentials.PasswordChanges;
import com.deliveryhistory.optin.languages.Languages;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Changes people make to their own accounts. Problems are messages by the field that is to be put right. */
@Component
class Profiles {

    private final Accounts accounts;
    private final PasswordChanges passwords;
    private final EmailChanges addresses;

    Profiles(Accounts accounts, PasswordChanges passwords, EmailChanges addresses) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.addresses = addresses;
    }

    Map<String, String> changeEmail(Account account, String typed, String current, String session) {
        Map<String, String> problems = new LinkedHashMap<>();
        Optional<EmailAddress> email = EmailAddress.of(typed);
        if (email.isEmpty()) {
            problems.put("email", "people.email.invalid");
        }
        passwords
                .problemOfCurrent(account, current, session)
                .ifPresent(problem -> problems.put("email-current", problem));
        if (problems.isEmpty()) {
            email.map(address -> addresses.ask(account, address))
                    .flatMap(Profiles::problemOf)
                    .ifPresent(problem -> problems.put("email", problem));
        }
        return problems;
    }

    /** Has the link to the address that waits sent again. */
    Map<String, String> sendLinkAgain(Account account) {
        return problemOf(addresses.sendAgain(account))
                .map(problem -> Map.of("pending", problem))
                .orElse(Map.of());
    }

    private static Optional<String> problemOf(EmailChanges.Asked asked) {
        return switch (asked) {
            case SENT -> Optional.empty();
            case UNCHANGED -> Optional.of("profile.email.same");
            case NOTHING_PENDING -> Optional.of("profile.email.nothing-pending");
            case TOO_OFTEN -> Optional.of("profile.email.too-often");
            case NO_ROOM -> Optional.of("profile.email.mails-full");
        };
    }

    Map<String, String> changePassword(Account account, String current, String password, String again, String session) {
        Map<String, String> problems = new LinkedHashMap<>();
        passwords.problemOf(account, password, again).ifPresent(problem -> problems.put("password", problem));
        passwords.problemOfCurrent(account, current, session).ifPresent(problem -> problems.put("current", problem));
        if (problems.isEmpty()) {
            passwords.set(account, password, session);
        }
        return problems;
    }

    /** Sets the language, or the browser's for anything that is none of ours; the tag that is stored. */
    @Nullable
    String changeLanguage(Member member, String tag) {
        String known = Languages.find(tag).map(locale -> locale.toLanguageTag()).orElse(null);
        accounts.changeLanguage(member.name(), known);
        return known;
    }
}
