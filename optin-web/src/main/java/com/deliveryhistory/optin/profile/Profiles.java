package com.deliveryhistory.optin.profile;

import com.deliveryhistory.optin.accounts.Account;
import com.deliveryhistory.optin.accounts.Accounts;
import com.deliveryhistory.optin.accounts.EmailAddress;
import com.deliveryhistory.optin.accounts.Member;
import com.deliveryhistory.optin.activity.Activity;
import com.deliveryhistory.optin.activity.ActivityLog;
import com.deliveryhistory.optin.credentials.PasswordChanges;
import com.deliveryhistory.optin.languages.Languages;
import com.deliveryhistory.optin.mail.Mail;
import com.deliveryhistory.optin.mail.MailQueue;
import com.deliveryhistory.optin.securitylog.SecurityLog;
import com.deliveryhistory.optin.storage.Hashes;
import java.time.Clock;
import java.time.Instant;
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
    private final ActivityLog activities;
    private final MailQueue mails;
    private final SecurityLog log;
    private final Clock clock;

    Profiles(
            Accounts accounts,
            PasswordChanges passwords,
            ActivityLog activities,
            MailQueue mails,
            SecurityLog log,
            Clock clock) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.activities = activities;
        this.mails = mails;
        this.log = log;
        this.clock = clock;
    }

    Account of(Member member) {
        return accounts.find(member.company(), member.name())
                .orElseThrow(() -> new IllegalStateException("There is no account of " + member.name()));
    }

    Map<String, String> changeEmail(Account account, String typed, String current) {
        Map<String, String> problems = new LinkedHashMap<>();
        Optional<EmailAddress> email = EmailAddress.of(typed);
        if (email.isEmpty()) {
            problems.put("email", "people.email.invalid");
        }
        passwords.problemOfCurrent(account, current).ifPresent(problem -> problems.put("email-current", problem));
        if (problems.isEmpty() && !mails.hasRoom()) {
            problems.put("email", "profile.email.mails-full");
        }
        if (problems.isEmpty()) {
            email.ifPresent(address -> store(account, address));
        }
        return problems;
    }

    private void store(Account account, EmailAddress email) {
        Instant now = clock.instant();
        String id = Hashes.newSecret();
        if (account.email() != null && !account.email().equals(email.value())) {
            mails.put(new Mail(
                    "email-changed-" + id,
                    account.email(),
                    accounts.languageOf(account),
                    Mail.Kind.EMAIL_CHANGED,
                    Map.of("name", account.name(), "at", now.toString())));
        }
        accounts.changeEmail(account.name(), email);
        log.record(SecurityLog.Kind.EMAIL_CHANGED, account.name());
        activities.add(
                id,
                new Activity(account.member().company(), now, Activity.Kind.EMAIL_CHANGED, account.name(), Map.of()));
    }

    Map<String, String> changePassword(Account account, String current, String password, String again, String session) {
        Map<String, String> problems = new LinkedHashMap<>();
        passwords.problemOf(account, password, again).ifPresent(problem -> problems.put("password", problem));
        passwords.problemOfCurrent(account, current).ifPresent(problem -> problems.put("current", problem));
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
