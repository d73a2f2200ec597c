package com.deliveryhistory.optin.addresses;

import com.deliveryhistory.optin.accounts.Account;
import com.deliveryhistory.optin.accounts.Accounts;
import com.deliveryhistory.optin.accounts.AddressChanges;
import com.deliveryhistory.optin.accounts.AddressChanges.Confirmed;
import com.deliveryhistory.optin.accounts.AddressChanges.Pending;
import com.deliveryhistory.optin.accounts.EmailAddress;
import com.deliveryhistory.optin.activity.Activity;
import com.deliveryhistory.optin.activity.ActivityLog;
import com.deliveryhistory.optin.mail.Mail;
import com.deliveryhistory.optin.mail.MailQueue;
import com.deliveryhistory.optin.securitylog.SecurityLog;
import com.deliveryhistory.optin.storage.Hashes;
import com.deliveryhistory.optin.sweeps.EveryMinute;
import com.deliveryhistory.optin.sweeps.Sweep;
import com.deliveryhistory.optin.throttling.Allowances;
import com.deliveryhistory.services.storage.SignInNames;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Changes people's mail addresses: the new one waits until the link that is mailed to it is used by the person, signed in,
 * and the earlier one counts until then, and is told. What is to be told is stored with what it is about, and told by the
 * sweep if the process ends before.
 */
@Component
public class EmailChanges {

    private static final Logger log = LoggerFactory.getLogger(EmailChanges.class);

    /** As long as NIST SP 800-63A-4 lets confirmation codes live that are sent by mail. */
    static final Duration LIFE = Duration.ofHours(24);

    private static final int LINKS_PER_ACCOUNT_AND_HOUR = 5;

    private final AddressChanges changes;
    private final ProvedAddresses proved;
    private final Accounts accounts;
    private final Allowances allowances;
    private final MailQueue mails;
    private final ActivityLog activities;
    private final SecurityLog security;
    private final Clock clock;

    EmailChanges(
            AddressChanges changes,
            ProvedAddresses proved,
            Accounts accounts,
            Allowances allowances,
            MailQueue mails,
            ActivityLog activities,
            SecurityLog security,
            Clock clock) {
        this.changes = changes;
        this.proved = proved;
        this.accounts = accounts;
        this.allowances = allowances;
        this.mails = mails;
        this.activities = activities;
        this.security = security;
        this.clock = clock;
    }

    /** What came of asking for a link. */
    public enum Asked {
        SENT,
        /** It is the person's address already, and proved. */
        UNCHANGED,
        /** Nothing waits to be confirmed. */
        NOTHING_PENDING,
        TOO_OFTEN,
        /** As many mails wait as may wait. */
        NO_ROOM
    }

    /** The address that the person waits for. */
    public Optional<Pending> pendingOf(Account account) {
        return changes.of(account.name(), clock.instant());
    }

    /** Has a link sent to what is to be the person's address, in place of one that it waits for. */
    public Asked ask(Account account, EmailAddress email) {
        if (email.value().equals(account.email()) && proved.isProved(account)) {
            return Asked.UNCHANGED;
        }
        Optional<Asked> refused = refuse(account);
        if (refused.isPresent()) {
            return refused.get();
        }
        Instant now = clock.instant();
        String secret = Hashes.newSecret();
        Pending change =
                new Pending(Hashes.newSecret(), account.name(), email, Hashes.sha256(secret), now, now.plus(LIFE));
        changes.ask(change);
        security.record(SecurityLog.Kind.EMAIL_CHANGE_ASKED, account.name());
        tell(account, change, secret);
        return Asked.SENT;
    }

    /** Sends another link to the address that the person waits for; the earlier one is of no use then. */
    public Asked sendAgain(Account account) {
        Optional<Pending> waiting = pendingOf(account);
        if (waiting.isEmpty()) {
            return Asked.NOTHING_PENDING;
        }
        Optional<Asked> refused = refuse(account);
        if (refused.isPresent()) {
            return refused.get();
        }
        note("email-link-sent-" + Hashes.newSecret(), account, Activity.Kind.EMAIL_LINK_SENT_AGAIN);
        security.record(SecurityLog.Kind.EMAIL_LINK_SENT_AGAIN, account.name());
        return sendAnew(account, waiting.get(), clock.instant().plus(LIFE)) ? Asked.SENT : Asked.NOTHING_PENDING;
    }

    private Optional<Asked> refuse(Account account) {
        if (!mails.hasRoom()) {
            return Optional.of(Asked.NO_ROOM);
        }
        if (!allowances.take(
                Allowances.EMAIL_CONFIRMATION, SignInNames.key(account.name()), LINKS_PER_ACCOUNT_AND_HOUR)) {
            security.record(SecurityLog.Kind.EMAIL_LINK_THROTTLED, account.name());
            return Optional.of(Asked.TOO_OFTEN);
        }
        return Optional.empty();
    }

    /** Has the person wait no longer. Noted before it is done, once however often it is tried: a process may end in between. */
    public void cancel(Account account) {
        pendingOf(account).ifPresent(pending -> {
            note("email-change-cancelled-" + pending.id(), account, Activity.Kind.EMAIL_CHANGE_CANCELLED);
            if (changes.cancel(pending)) {
                security.record(SecurityLog.Kind.EMAIL_CHANGE_CANCELLED, account.name());
            }
        });
    }

    /** Whether there is something to confirm behind a link, whoever's it is. */
    boolean isOpen(String secretHash) {
        return changes.isOpen(secretHash, clock.instant());
    }

    /** What the person confirms with this link; empty if the link is of no use, or another's. */
    Optional<Pending> find(Account account, String secretHash) {
        return pendingOf(account).filter(change -> change.secretHash().equals(secretHash));
    }

    /** Makes the address that waits the person's. */
    AddressChanges.Outcome confirm(Account account, Pending change) {
        Instant now = clock.instant();
        AddressChanges.Outcome outcome = proved.isAnothers(account, change.email())
                ? AddressChanges.Outcome.TAKEN
                : changes.confirm(account, change, now);
        switch (outcome) {
            case CONFIRMED -> {
                security.record(SecurityLog.Kind.EMAIL_CHANGED, account.name());
                tellConfirmed(account);
            }
            case TAKEN -> {
                security.record(SecurityLog.Kind.EMAIL_TAKEN, account.name());
                note("email-taken-" + change.id(), account, Activity.Kind.EMAIL_TAKEN);
                changes.cancel(change);
            }
            case GONE -> {}
        }
        return outcome;
    }

    /** Tells what was not told because the process ended, or because too many mails waited; and forgets what is over. */
    @EveryMinute
    void tellWhatWasCutOff() {
        Instant now = clock.instant();
        Instant before = now.minus(Sweep.GRACE);
        changes.forgetExpired(now);
        List<String> names = changes.withUntold(before);
        List<Pending> pending = changes.cutOff(before, now);
        if (!mails.hasRoom()) {
            if (!names.isEmpty() || !pending.isEmpty()) {
                log.warn("Changed addresses wait for room among the mails (mail.queue-limit)");
            }
            return;
        }
        Sweep.each(
                names,
                "Telling of a changed address",
                name -> accounts.find(name).ifPresent(this::tellConfirmed));
        Sweep.each(
                pending,
                "Mailing a link to a new address",
                change -> accounts.find(change.name())
                        .filter(Account::isActive) // nobody else could use it
                        .ifPresent(account -> sendAnew(account, change, change.expiresAt())));
    }

    /** The secret of the link before is not known any more. */
    private boolean sendAnew(Account account, Pending change, Instant expiresAt) {
        Instant now = clock.instant();
        String secret = Hashes.newSecret();
        String hash = Hashes.sha256(secret);
        boolean renewed = changes.renew(change, hash, now, expiresAt);
        if (renewed) {
            tell(account, new Pending(change.id(), change.name(), change.email(), hash, now, expiresAt), secret);
        }
        return renewed;
    }

    /** The new address by a link, the earlier one and the company once for each change. */
    private void tell(Account account, Pending change, String secret) {
        note("email-change-asked-" + change.id(), account, Activity.Kind.EMAIL_CHANGE_ASKED);
        boolean queued = mails.putIfRoom(
                account.member().company(),
                new Mail(
                        "email-confirmation-" + change.secretHash(),
                        change.email().value(),
                        accounts.languageOf(account),
                        Mail.Kind.EMAIL_CONFIRMATION,
                        Map.of(
                                "name",
                                account.name(),
                                "company",
                                account.member().companyName(),
                                "until",
                                change.expiresAt().toString(),
                                "link",
                                ConfirmationController.LINK + secret)));
        String earlier = account.email();
        if (queued
                && earlier != null
                && !new EmailAddress(earlier).key().equals(change.email().key())) {
            queued = mails.putIfRoom(
                    account.member().company(),
                    new Mail(
                            "email-change-asked-" + change.id(),
                            earlier,
                            accounts.languageOf(account),
                            Mail.Kind.EMAIL_CHANGE_ASKED,
                            Map.of(
                                    "name",
                                    account.name(),
                                    "at",
                                    change.linkMadeAt().toString())));
        }
        if (queued) {
            changes.told(change);
        }
    }

    /** The earlier address and the company. */
    private void tellConfirmed(Account account) {
        for (Confirmed change : changes.confirmedOf(account.name())) {
            note("email-confirmed-" + change.id(), account, Activity.Kind.EMAIL_CONFIRMED, change.at());
            boolean queued = change.from() == null
                    || new EmailAddress(change.from())
                            .key()
                            .equals(change.email().key())
                    || mails.putIfRoom(
                            account.member().company(),
                            new Mail(
                                    "email-changed-" + change.id(),
                                    change.from(),
                                    accounts.languageOf(account),
                                    Mail.Kind.EMAIL_CHANGED,
                                    Map.of(
                                            "name",
                                            account.name(),
                                            "at",
                                            change.at().toString())));
            if (queued) {
                changes.told(change);
            }
        }
    }

    private void note(String id, Account account, Activity.Kind kind) {
        note(id, account, kind, clock.instant());
    }

    private void note(String id, Account account, Activity.Kind kind, Instant at) {
        activities.add(id, new Activity(account.member().company(), at, kind, account.name(), Map.of()));
    }
}
