package com.deliveryhistory.optin.people;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.optin.accounts.Account;
import com.deliveryhistory.optin.accounts.Accounts;
import com.deliveryhistory.optin.accounts.Member;
import com.deliveryhistory.optin.accounts.Member.Role;
import com.deliveryhistory.optin.accounts.PersonChanges;
import com.deliveryhistory.optin.accounts.PersonChanges.Change;
import com.deliveryhistory.optin.accounts.PersonChanges.Kind;
import com.deliveryhistory.optin.activity.Activity;
import com.deliveryhistory.optin.activity.ActivityLog;
import com.deliveryhistory.optin.credentials.PasswordResets;
import com.deliveryhistory.optin.mail.MailQueueFull;
import com.deliveryhistory.optin.secondfactor.SecondFactors;
import com.deliveryhistory.optin.securitylog.SecurityLog;
import com.deliveryhistory.optin.sessions.Sessions;
import com.deliveryhistory.optin.storage.Hashes;
import com.deliveryhistory.optin.sweeps.EveryMinute;
import com.deliveryhistory.optin.sweeps.Sweep;
import com.deliveryhistory.services.storage.SignInNames;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Changes what people may do: those of an administrator's own company, or by an operator of any. Whom it concerns has to sign
 * in anew. What is not told when the process ends is told by the sweep, to the security log perhaps once more.
 */
@Component
public class People {

    private static final Logger log = LoggerFactory.getLogger(People.class);

    private final Accounts accounts;
    private final PersonChanges changes;
    private final PasswordResets resets;
    private final SecondFactors factors;
    private final Sessions sessions;
    private final ActivityLog activities;
    private final SecurityLog security;
    private final Clock clock;

    People(
            Accounts accounts,
            PersonChanges changes,
            PasswordResets resets,
            SecondFactors factors,
            Sessions sessions,
            ActivityLog activities,
            SecurityLog security,
            Clock clock) {
        this.accounts = accounts;
        this.changes = changes;
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
                : change(changeOf(admin.company(), admin.name(), person, Kind.MADE_USER), changes::make);
    }

    Outcome disable(Member admin, Account person) {
        return disable(admin.company(), admin.name(), person);
    }

    Outcome enable(Member admin, Account person) {
        return enable(admin.company(), admin.name(), person);
    }

    /** Makes a user an administrator. */
    public Outcome makeAdmin(CompanyId company, String by, Account person) {
        return change(changeOf(company, by, person, Kind.MADE_ADMIN), changes::make);
    }

    /** Lets somebody sign in no more, unless it is the last administrator. */
    public Outcome disable(CompanyId company, String by, Account person) {
        return change(changeOf(company, by, person, Kind.DISABLED), changes::make);
    }

    /** Lets somebody sign in no more, also the last administrator. */
    public Outcome disableEvenLast(CompanyId company, String by, Account person) {
        return change(changeOf(company, by, person, Kind.DISABLED), changes::disableEvenLast);
    }

    /** Lets somebody sign in again, as a user. */
    public Outcome enable(CompanyId company, String by, Account person) {
        return change(changeOf(company, by, person, Kind.ENABLED), changes::make);
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

    private Change changeOf(CompanyId company, String by, Account person, Kind kind) {
        return new Change(Hashes.newSecret(), company, kind, person.name(), by, clock.instant());
    }

    private Outcome change(Change change, Predicate<Change> write) {
        accounts.of(change.company()); // so that everybody stands in a list of the company
        if (write.test(change)) {
            tell(change);
            return Outcome.DONE;
        }
        if (takesAway(change.kind()) && isActiveAdmin(change)) {
            return Outcome.LAST_ADMIN;
        }
        sessions.endAllOf(change.person()); // the process that changed it may have ended before it came to this
        return Outcome.UNCHANGED;
    }

    /** Tells the changes that were not told because the process ended. */
    @EveryMinute
    void tellChangesWhereCutOff() {
        Sweep.each(
                changes.cutOff(clock.instant().minus(Sweep.GRACE)),
                "Telling of a change of what somebody may do",
                this::tell);
    }

    private void tell(Change change) {
        sessions.endAllOf(change.person());
        Activity.Kind kind = activity(change.kind());
        security.record(SecurityLog.Kind.PERSON_CHANGED, change.person(), "change", kind.name(), "by", change.by());
        activities.add(
                change.id(),
                new Activity(change.company(), change.at(), kind, change.by(), Map.of("person", change.person())));
        changes.told(change);
    }

    private static Activity.Kind activity(Kind kind) {
        return switch (kind) {
            case MADE_ADMIN -> Activity.Kind.MADE_ADMIN;
            case MADE_USER -> Activity.Kind.MADE_USER;
            case DISABLED -> Activity.Kind.USER_DISABLED;
            case ENABLED -> Activity.Kind.USER_ENABLED;
        };
    }

    private static boolean takesAway(Kind kind) {
        return kind == Kind.MADE_USER || kind == Kind.DISABLED;
    }

    private boolean isActiveAdmin(Change change) {
        return accounts.find(change.company(), change.person())
                .filter(now -> now.isActive() && now.member().isAdmin())
                .isPresent();
    }
}
