package com.deliveryhistory.optin.invitations;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.optin.accounts.Accounts;
import com.deliveryhistory.optin.accounts.Companies;
import com.deliveryhistory.optin.accounts.EmailAddress;
import com.deliveryhistory.optin.accounts.Erasures;
import com.deliveryhistory.optin.accounts.Member;
import com.deliveryhistory.optin.accounts.Member.Role;
import com.deliveryhistory.optin.activity.Activity;
import com.deliveryhistory.optin.activity.ActivityLog;
import com.deliveryhistory.optin.addresses.ProvedAddresses;
import com.deliveryhistory.optin.credentials.PasswordPolicy;
import com.deliveryhistory.optin.mail.Mail;
import com.deliveryhistory.optin.mail.MailQueue;
import com.deliveryhistory.optin.storage.Hashes;
import com.deliveryhistory.optin.sweeps.EveryMinute;
import com.deliveryhistory.optin.sweeps.Sweep;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Invites people and takes invitations back. The invitation is stored before its mail is queued; if the process ends in
 * between, or too many mails wait, the mail is made anew later, with another link, because nobody knows the first one.
 */
@Component
public class Inviting {

    private static final Logger log = LoggerFactory.getLogger(Inviting.class);

    /** How long an invitation can be accepted. */
    static final Duration LIFE = Duration.ofDays(3);

    private final Invitations invitations;
    private final Accounts accounts;
    private final ProvedAddresses proved;
    private final Companies companies;
    private final Erasures erasures;
    private final PasswordPolicy policy;
    private final MailQueue mails;
    private final ActivityLog activities;
    private final Clock clock;

    Inviting(
            Invitations invitations,
            Accounts accounts,
            ProvedAddresses proved,
            Companies companies,
            Erasures erasures,
            PasswordPolicy policy,
            MailQueue mails,
            ActivityLog activities,
            Clock clock) {
        this.invitations = invitations;
        this.accounts = accounts;
        this.proved = proved;
        this.companies = companies;
        this.erasures = erasures;
        this.policy = policy;
        this.mails = mails;
        this.activities = activities;
        this.clock = clock;
    }

    /** What came of it. The words are in {@code messages.properties}, {@code people.outcome.<outcome>}. */
    public enum Outcome {
        INVITED,
        /** Invited, but as many mails wait as may wait: the mail is made as soon as there is room. */
        INVITED_LATER,
        /** Somebody in the company has this address already, or is accepting the invitation just now. */
        HAS_ACCOUNT,
        /** The company has as many people and invitations as a company can have. */
        FULL
    }

    /**
     * What came of an invitation by an operator.
     *
     * @param link path of the link, which is as good as a password; empty: nobody was invited, or another link will be
     *     made for the mail
     */
    public record Invited(Outcome outcome, String link) {

        /** Without the link. */
        @Override
        public String toString() {
            return "Invited[" + outcome + "]";
        }
    }

    /** The company's invitations that nobody has accepted, also those whose time is over. */
    public List<Invitation> of(CompanyId company) {
        return invitations.of(company, Accounts.LARGEST_COMPANY);
    }

    /** Invites somebody, or the same person once more. */
    public Outcome invite(Member admin, EmailAddress email, Role role, Locale language) {
        return invite(admin.company(), admin.name(), email, role, language).outcome();
    }

    /**
     * The same by an operator.
     *
     * @param by what the operator is called
     */
    public Invited inviteByOperator(CompanyId company, String by, EmailAddress email, Role role, Locale language) {
        return invite(company, Activity.operator(by), email, role, language);
    }

    private Invited invite(CompanyId company, String by, EmailAddress email, Role role, Locale language) {
        if (!proved.find(company, email).isEmpty() || invitations.isReserved(company, email)) {
            return new Invited(Outcome.HAS_ACCOUNT, "");
        }
        int people = accounts.of(company).size() + of(company).size();
        if (people >= Accounts.LARGEST_COMPANY
                && invitations.find(company, email).isEmpty()) {
            return new Invited(Outcome.FULL, "");
        }
        note(Hashes.newSecret(), company, Activity.Kind.USER_INVITED, by, email);
        return mail(invitation(company, email, role, by, language));
    }

    /** Sends a new link in place of the earlier one; empty if there is no such invitation, or it is being accepted. */
    public Optional<Outcome> sendAgain(Member admin, EmailAddress email) {
        return invitations.find(admin.company(), email).map(old -> {
            note(Hashes.newSecret(), admin.company(), Activity.Kind.USER_INVITED, admin.name(), email);
            return mail(invitation(old.company(), old.email(), old.role(), admin.name(), old.language()))
                    .outcome();
        });
    }

    /** Makes the link useless; false if there is no such invitation. */
    public boolean revoke(Member admin, EmailAddress email) {
        return revoke(admin.company(), admin.name(), email);
    }

    /** The same by an operator. */
    public boolean revokeByOperator(CompanyId company, String by, EmailAddress email) {
        return revoke(company, Activity.operator(by), email);
    }

    /** Noted before it is done, once however often it is tried: a process may end in between. */
    private boolean revoke(CompanyId company, String by, EmailAddress email) {
        Optional<String> link = invitations.openLink(company, email);
        link.ifPresent(
                hash -> note("invitation-revoked-" + hash, company, Activity.Kind.INVITATION_REVOKED, by, email));
        return link.isPresent() && invitations.remove(company, email);
    }

    /** Makes the mails that were not made because the process ended, or because too many waited. */
    @EveryMinute
    void mailWhatWasCutOff() {
        List<Invitation> withoutMail = invitations.withoutMail(clock.instant().minus(Sweep.GRACE));
        if (!withoutMail.isEmpty() && !mails.hasRoom()) {
            log.warn("Invitations wait for room among the mails (mail.queue-limit)");
            return;
        }
        Sweep.each(withoutMail, "Mailing an invitation", this::mailCutOff);
    }

    private void mailCutOff(Invitation cutOff) {
        if (!erasures.isClosed(cutOff.company()) && mails.hasRoom()) {
            mail(invitation(cutOff.company(), cutOff.email(), cutOff.role(), cutOff.invitedBy(), cutOff.language()));
        }
    }

    private Invitation invitation(CompanyId company, EmailAddress email, Role role, String by, Locale language) {
        Instant now = clock.instant();
        return new Invitation(company, email, role, by, language, now, now.plus(LIFE));
    }

    /** Stores the invitation and queues its mail, which may have to be left to the sweep. */
    private Invited mail(Invitation invitation) {
        String secret = Hashes.newSecret();
        String hash = Hashes.sha256(secret);
        String link = "/invitation/" + secret;
        if (!invitations.put(invitation, hash)) {
            return new Invited(Outcome.HAS_ACCOUNT, "");
        }
        boolean queued = mails.putIfRoom(
                invitation.company(),
                new Mail(
                        "invitation-" + hash,
                        invitation.email().value(),
                        invitation.language(),
                        policy.allowsPasswords(invitation.company())
                                ? Mail.Kind.INVITATION
                                : Mail.Kind.INVITATION_WITHOUT_PASSWORD,
                        Map.of(
                                "company",
                                companies
                                        .name(invitation.company().value())
                                        .orElse(invitation.company().value()),
                                "by",
                                Activity.nameOf(invitation.invitedBy()),
                                "until",
                                invitation.expiresAt().toString(),
                                "link",
                                link)));
        if (!queued) {
            return new Invited(Outcome.INVITED_LATER, "");
        }
        invitations.mailQueued(invitation, hash);
        return new Invited(Outcome.INVITED, link);
    }

    private void note(String id, CompanyId company, Activity.Kind kind, String by, EmailAddress email) {
        activities.add(id, new Activity(company, clock.instant(), kind, by, Map.of("email", email.value())));
    }
}
