package com.deliveryhistory.optin.credentials;

import com.deliveryhistory.optin.accounts.Account;
import com.deliveryhistory.optin.accounts.Accounts;
import com.deliveryhistory.optin.accounts.ChangedPasswords;
import com.deliveryhistory.optin.activity.Activity;
import com.deliveryhistory.optin.activity.ActivityLog;
import com.deliveryhistory.optin.mail.Mail;
import com.deliveryhistory.optin.mail.MailQueue;
import com.deliveryhistory.optin.passwords.PasswordRules;
import com.deliveryhistory.optin.passwords.Passwords;
import com.deliveryhistory.optin.securitylog.SecurityLog;
import com.deliveryhistory.optin.sessions.Sessions;
import com.deliveryhistory.optin.storage.Hashes;
import com.deliveryhistory.optin.storage.UnfinishedActs.Unfinished;
import com.deliveryhistory.optin.sweeps.EveryMinute;
import com.deliveryhistory.optin.sweeps.Sweep;
import com.deliveryhistory.optin.throttling.Allowances;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Sets passwords, and ends what the earlier one had opened: sessions, links, and a mail address that waits to be confirmed.
 * The person is told by mail. What of that a process does not come to, the sweep does.
 */
@Component
public class PasswordChanges {

    private static final String CURRENT_IN_SESSION = "current-password-in-session";
    private static final int WRONG_PER_SESSION_AND_HOUR = 10;
    private static final int WRONG_PER_ACCOUNT_AND_HOUR = 30;

    private final Accounts accounts;
    private final ChangedPasswords changed;
    private final Passwords passwords;
    private final PasswordRules rules;
    private final PasswordPolicy policy;
    private final ResetLinks links;
    private final Sessions sessions;
    private final ActivityLog activities;
    private final MailQueue mails;
    private final Allowances allowances;
    private final SecurityLog log;
    private final Clock clock;

    PasswordChanges(
            Accounts accounts,
            ChangedPasswords changed,
            Passwords passwords,
            PasswordRules rules,
            PasswordPolicy policy,
            ResetLinks links,
            Sessions sessions,
            ActivityLog activities,
            MailQueue mails,
            Allowances allowances,
            SecurityLog log,
            Clock clock) {
        this.accounts = accounts;
        this.changed = changed;
        this.passwords = passwords;
        this.rules = rules;
        this.policy = policy;
        this.links = links;
        this.sessions = sessions;
        this.activities = activities;
        this.mails = mails;
        this.allowances = allowances;
        this.log = log;
        this.clock = clock;
    }

    /** The message that says why this password, typed twice, is not taken for this person; empty if it is. */
    public Optional<String> problemOf(Account account, String password, String again) {
        return rules.problemOf(
                password,
                again,
                List.of(
                        account.name(),
                        Objects.requireNonNullElse(account.email(), ""),
                        account.member().companyName(),
                        account.member().companyId()));
    }

    /** Whether the person can prove by a password who it is: not who comes by the company's identity provider alone. */
    public boolean signsInWithPassword(Account account) {
        return account.passwordHash() != null
                && policy.allowsPasswords(account.member().company());
    }

    /**
     * The message that says why it is not proved that this still is the person; empty if it is, or cannot be.
     *
     * @param session the id of the HTTP session in which the password was typed
     */
    public Optional<String> problemOfProof(Account account, String password, String session) {
        return signsInWithPassword(account) ? problemOfCurrent(account, password, session) : Optional.empty();
    }

    /**
     * The message that says why this is not taken as the password that the person has; empty if it is. Wrong ones count for
     * the session first: so somebody at a browser that was left open does not use up what the owner has elsewhere, to end
     * just that session.
     *
     * @param session the id of the HTTP session in which it was typed
     */
    public Optional<String> problemOfCurrent(Account account, String password, String session) {
        boolean mayHere = allowances.take(CURRENT_IN_SESSION, session, WRONG_PER_SESSION_AND_HOUR);
        if (!mayHere || !allowances.take(Allowances.CURRENT_PASSWORD, account.name(), WRONG_PER_ACCOUNT_AND_HOUR)) {
            log.record(SecurityLog.Kind.CURRENT_PASSWORD_THROTTLED, account.name());
            return Optional.of(mayHere ? "profile.current.too-often.anywhere" : "profile.current.too-often");
        }
        String hash = account.passwordHash();
        boolean right =
                hash != null && password.length() <= PasswordRules.LONGEST * 4 && passwords.matches(password, hash);
        if (!right) {
            log.record(SecurityLog.Kind.CURRENT_PASSWORD_REFUSED, account.name());
            return Optional.of("profile.current.wrong");
        }
        allowances.giveBack(CURRENT_IN_SESSION, session);
        allowances.giveBack(Allowances.CURRENT_PASSWORD, account.name());
        return Optional.empty();
    }

    /**
     * Sets the password.
     *
     * @param session the id of the HTTP session that goes on; {@code null}: none does
     */
    public void set(Account account, String password, @Nullable String session) {
        String name = account.name();
        String hash = passwords.hash(password);
        endSessions(name, session); // before as well: the process may end as soon as the password is another
        Unfinished change = Unfinished.of(Hashes.newSecret(), clock.instant());
        changed.set(name, hash, change);
        allowances.giveAllBack(Allowances.CURRENT_PASSWORD, name); // of another password
        if (session != null) {
            allowances.giveAllBack(CURRENT_IN_SESSION, session);
        }
        finish(account, change, session);
    }

    /**
     * Does what was left because the process ended, or because too many mails waited. No session goes on then: nobody had
     * got an answer, and who signs in while a password changes may do so with either.
     */
    @EveryMinute
    void finishWhatWasCutOff() {
        Sweep.each(
                changed.cutOff(clock.instant().minus(Sweep.GRACE), mails.hasRoom()),
                "Finishing a change of password",
                name -> accounts.find(name).ifPresent(this::finishWhatWasCutOff));
    }

    private void finishWhatWasCutOff(Account account) {
        changed.of(account.name(), mails.hasRoom()).forEach(change -> finish(account, change, null));
    }

    /** What goes to the security log may go there twice. */
    private void finish(Account account, Unfinished change, @Nullable String session) {
        String name = account.name();
        changed.finish(
                name,
                change,
                () -> {
                    log.record(SecurityLog.Kind.PASSWORD_CHANGED, name);
                    endSessions(name, session);
                    links.removeAllOf(name);
                },
                () -> tell(account, change));
    }

    /** Whether the person was told: by mail, where there is an address and room for it. */
    private boolean tell(Account account, Unfinished change) {
        activities.add(
                change.id(),
                new Activity(
                        account.member().company(),
                        change.at(),
                        Activity.Kind.PASSWORD_CHANGED,
                        account.name(),
                        Map.of()));
        return account.email() == null
                || mails.putIfRoom(
                        account.member().company(),
                        new Mail(
                                "password-changed-" + change.id(),
                                account.email(),
                                accounts.languageOf(account),
                                Mail.Kind.PASSWORD_CHANGED,
                                Map.of("name", account.name(), "at", change.at().toString())));
    }

    private void endSessions(String name, @Nullable String except) {
        if (except == null) {
            sessions.endAllOf(name);
        } else {
            sessions.endOthersOf(name, except);
        }
    }
}
