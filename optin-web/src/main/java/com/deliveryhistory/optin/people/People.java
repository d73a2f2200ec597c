package com.deliveryhistory.optin.people;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.optin.accounts.Account;
import com.deliveryhistory.optin.accounts.Accounts;
import com.deliveryhistory.optin.accounts.Companies;
import com.deliveryhistory.optin.accounts.Member;
import com.deliveryhistory.optin.accounts.Member.Role;
import com.deliveryhistory.optin.activity.Activity;
import com.deliveryhistory.optin.activity.ActivityLog;
import com.deliveryhistory.optin.credentials.PasswordResets;
import com.deliveryhistory.optin.mail.MailQueueFull;
import com.deliveryhistory.optin.secondfactor.SecondFactors;
import com.deliveryhistory.optin.securitylog.SecurityLog;
import com.deliveryhistory.optin.sessions.Sessions;
import com.deliveryhistory.optin.storage.Hashes;
import com.deliveryhistory.services.storage.SignInNames;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Changes what people may do: those of an administrator's own company, or by an operator of any. Whom it concerns has to sign in anew. */
@Component
public class People {

    private static final Logger log = LoggerFactory.getLogger(People.class);

    private final Accounts accounts;
    private final Companies companies;
    private final PasswordResets resets;
    private final SecondFactors factors;
    private final Sessions sessions;
    private final ActivityLog activities;
    private final SecurityLog security;
    private final Clock clock;

    People(
            Accounts accounts,
            Companies companies,
            PasswordResets resets,
            SecondFactors factors,
            Sessions sessions,
            ActivityLog activities,
            SecurityLog security,
            Clock clock) {
        this.accounts = accounts;
        this.companies = companies;
        this.resets = resets;
        this.factors = factors;
        this.sessions = sessions;
        this.activities = activities;
        this.security = security;
        this.clock = clock;
    }

    /** What came of it. The words are in {@code messages.properties}, {@code people.outcome.<outcome>}. */
    public enum Outcome {
        DONE,
        /** It is so already, or somebody else changed it in the meantime. */
        UNCHANGED,
        /** The company would have no administrator who can sign in. */
        LAST_ADMIN,
        RESET_SENT,
        SECOND_FACTOR_REMOVED,
        /** There is no address to send it to, or the person may not sign in. */
        RESET_IMPOSSIBLE,
        /** As many mails wait as may wait; no link was made. */
        RESET_MAILS_FULL
    }

    List<Account> of(Member admin) {
        return accounts.of(admin.company());
    }

    Optional<Account> find(Member admin, String name) {
        return accounts.find(admin.company(), name);
    }

    Outcome changeRole(Member admin, Account person, Role role) {
        return role == Role.ADMIN
                ? makeAdmin(admin.company(), admin.name(), person)
                : change(admin.company(), admin.name(), person, companies::demote, Activity.Kind.MADE_USER);
    }

    Outcome disable(Member admin, Account person) {
        return disable(admin.company(), admin.name(), person);
    }

    Outcome enable(Member admin, Account person) {
        return enable(admin.company(), admin.name(), person);
    }

    /** Makes a user an administrator. */
    public Outcome makeAdmin(CompanyId company, String by, Account person) {
        return change(company, by, person, companies::promote, Activity.Kind.MADE_ADMIN);
    }

    /** Lets somebody sign in no more, unless it is the last administrator. */
    public Outcome disable(CompanyId company, String by, Account person) {
        return change(company, by, person, companies::disable, Activity.Kind.USER_DISABLED);
    }

    /** Lets somebody sign in no more, also the last administrator. */
    public Outcome disableEvenLast(CompanyId company, String by, Account person) {
        return change(company, by, person, companies::disableEvenLast, Activity.Kind.USER_DISABLED);
    }

    /** Lets somebody sign in again, as a user. */
    public Outcome enable(CompanyId company, String by, Account person) {
        return change(company, by, person, companies::enable, Activity.Kind.USER_ENABLED);
    }

    Outcome sendPasswordReset(Member admin, Account person) {
        try {
            return resets.send(person, admin.name()) ? Outcome.RESET_SENT : Outcome.RESET_IMPOSSIBLE;
        } catch (MailQueueFull e) {
            log.error("{}", e.getMessage());
            return Outcome.RESET_MAILS_FULL;
        }
    }

    boolean hasSecondFactor(Account person) {
        return factors.isSetUp(person.name());
    }

    /** Removes the second factor of somebody else who lost it. */
    Outcome removeSecondFactor(Member admin, Account person) {
        boolean removed = !SignInNames.key(person.name()).equals(SignInNames.key(admin.name()))
                && factors.remove(person, admin.name());
        return removed ? Outcome.SECOND_FACTOR_REMOVED : Outcome.UNCHANGED;
    }

    private Outcome change(
            CompanyId company, String by, Account person, BiPredicate<String, String> write, Activity.Kind kind) {
        accounts.of(company); // so that everybody stands in a list of the company
        boolean changed = write.test(company.value(), SignInNames.key(person.name()));
        if (!changed && takesAway(kind) && isActiveAdmin(company, person)) {
            return Outcome.LAST_ADMIN;
        }
        // also if nothing changed: the process that changed it may have ended before it came to this
        sessions.endAllOf(person.name());
        if (!changed) {
            return Outcome.UNCHANGED;
        }
        security.record(SecurityLog.Kind.PERSON_CHANGED, person.name(), "change", kind.name(), "by", by);
        activities.add(
                Hashes.newSecret(), new Activity(company, clock.instant(), kind, by, Map.of("person", person.name())));
        return Outcome.DONE;
    }

    private static boolean takesAway(Activity.Kind kind) {
        return kind == Activity.Kind.MADE_USER || kind == Activity.Kind.USER_DISABLED;
    }

    private boolean isActiveAdmin(CompanyId company, Account person) {
        return accounts.find(company, person.name())
                .filter(now -> now.isActive() && now.member().isAdmin())
                .isPresent();
    }
}
