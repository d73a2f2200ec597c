package com.deliveryhistory.optin.invitations;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.optin.accounts.Account;
import com.deliveryhistory.optin.accounts.Accounts;
import com.deliveryhistory.optin.accounts.Companies;
import com.deliveryhistory.optin.accounts.Erasures;
import com.deliveryhistory.optin.accounts.Member;
import com.deliveryhistory.optin.activity.Activity;
import com.deliveryhistory.optin.activity.ActivityLog;
import com.deliveryhistory.optin.credentials.PasswordPolicy;
import com.deliveryhistory.optin.passwords.PasswordRules;
import com.deliveryhistory.optin.passwords.Passwords;
import com.deliveryhistory.optin.storage.Hashes;
import com.deliveryhistory.optin.sweeps.EveryMinute;
import com.deliveryhistory.optin.sweeps.Sweep;
import com.deliveryhistory.services.storage.SignInNames;
import java.text.Normalizer;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Makes accounts of invitations. First the invitation is reserved for a sign-in name, then the account is added, which
 * names the invitation, then the invitation goes. As long as there is no account, the same link adds one, with whatever name;
 * what is cut off after that is completed by the sweep.
 */
@Component
class Accepting {

    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}._@+-]{2,63}");

    private final Invitations invitations;
    private final Accounts accounts;
    private final Companies companies;
    private final Erasures erasures;
    private final Passwords passwords;
    private final PasswordRules rules;
    private final PasswordPolicy policy;
    private final ActivityLog activities;
    private final Clock clock;

    Accepting(
            Invitations invitations,
            Accounts accounts,
            Companies companies,
            Erasures erasures,
            Passwords passwords,
            PasswordRules rules,
            PasswordPolicy policy,
            ActivityLog activities,
            Clock clock) {
        this.invitations = invitations;
        this.accounts = accounts;
        this.companies = companies;
        this.erasures = erasures;
        this.passwords = passwords;
        this.rules = rules;
        this.policy = policy;
        this.activities = activities;
        this.clock = clock;
    }

    /**
     * What the page of a link shows.
     *
     * @param withPassword false: the company signs in by its identity provider alone
     */
    record Shown(String email, String company, boolean withPassword) {}

    /** The invitation that a link leads to; empty: it was accepted, revoked or replaced, or its time is over. */
    Optional<Shown> find(String secret) {
        String hash = Hashes.sha256(secret);
        return invitations
                .find(hash, clock.instant())
                .filter(invitation -> !erasures.isClosed(invitation.company()) && !isAccepted(hash))
                .map(invitation -> new Shown(
                        invitation.email().value(),
                        companyName(invitation),
                        policy.allowsPasswords(invitation.company())));
    }

    /** What came of it. */
    sealed interface Outcome {

        /** There is an account now. */
        record Accepted(CompanyId company) implements Outcome {}

        /**
         * There is none.
         *
         * @param problems messages by the field that is to be put right, {@code ""} for the link itself
         */
        record Refused(Map<String, String> problems) implements Outcome {

            static Refused because(String field, String message) {
                return new Refused(Map.of(field, message));
            }
        }
    }

    /** Adds the account. It has a password only where the company signs in with passwords. */
    Outcome accept(String secret, String typedName, String password, String again) {
        String hash = Hashes.sha256(secret);
        Optional<Invitation> found = invitations.find(hash, clock.instant());
        if (found.isEmpty() || erasures.isClosed(found.get().company())) {
            return Outcome.Refused.because("", "invitation.gone");
        }
        Invitation invitation = found.get();
        String name = Normalizer.normalize(typedName.strip(), Normalizer.Form.NFKC);
        Map<String, String> problems = new LinkedHashMap<>();
        if (!NAME.matcher(name).matches()) {
            problems.put("name", "invitation.name.invalid");
        }
        boolean withPassword = policy.allowsPasswords(invitation.company());
        if (withPassword) {
            List<String> personal = List.of(
                    name,
                    invitation.email().value(),
                    companyName(invitation),
                    invitation.company().value());
            rules.problemOf(password, again, personal).ifPresent(problem -> problems.put("password", problem));
        }
        return problems.isEmpty()
                ? add(invitation, hash, name, withPassword ? password : null)
                : new Outcome.Refused(problems);
    }

    private Outcome add(Invitation invitation, String hash, String name, @Nullable String password) {
        String key = SignInNames.key(name);
        if (erasures.of(invitation.company().value()).pseudonymOfErased(name).isPresent()) {
            // of who had it, nothing may come back under it
            return Outcome.Refused.because("name", "invitation.name.taken");
        }
        invitations
                .acceptedAs(hash)
                .filter(earlier -> !earlier.equals(key) && !accounts.isFrom(earlier, hash))
                .ifPresent(cutOff -> invitations.release(hash, cutOff));
        if (!invitations.claim(hash, key, clock.instant())) {
            return Outcome.Refused.because("", "invitation.gone");
        }
        Member member =
                new Member(name, invitation.company().value(), companyName(invitation), invitation.role(), null);
        String passwordHash = password == null ? null : passwords.hash(password);
        Account account =
                new Account(member, Account.State.ACTIVE, invitation.email().value(), true, passwordHash, null);
        if (!accounts.add(account, hash, clock.instant())) {
            invitations.release(hash, key);
            return Outcome.Refused.because(
                    "name", accounts.find(name).isPresent() ? "invitation.name.taken" : "invitation.email.taken");
        }
        if (erasures.isClosed(invitation.company())) {
            // since the link was looked at; the account goes with the company
            return Outcome.Refused.because("", "invitation.gone");
        }
        complete(invitation, hash, name, clock.instant());
        return new Outcome.Accepted(invitation.company());
    }

    private void complete(Invitation invitation, String hash, String name, Instant at) {
        activities.add(
                "invitation-accepted-" + hash,
                new Activity(
                        invitation.company(),
                        at,
                        Activity.Kind.INVITATION_ACCEPTED,
                        name,
                        Map.of("email", invitation.email().value())));
        invitations.remove(hash);
    }

    /** Completes what was cut off where there is an account; where there is none, administrators see the invitation again. */
    @EveryMinute
    void completeWhatWasCutOff() {
        Instant now = clock.instant();
        invitations.timeReservations(now);
        Sweep.each(
                invitations.claimedBefore(now.minus(Sweep.GRACE)),
                "Completing the acceptance of an invitation",
                this::completeOrRelease);
    }

    private void completeOrRelease(Invitations.Claimed claimed) {
        if (erasures.isClosed(claimed.invitation().company())) {
            return;
        }
        accounts.find(claimed.key())
                .filter(account -> accounts.isFrom(account.name(), claimed.secretHash()))
                .ifPresentOrElse(
                        account -> complete(claimed.invitation(), claimed.secretHash(), account.name(), claimed.at()),
                        () -> invitations.release(claimed.secretHash(), claimed.key()));
    }

    private boolean isAccepted(String hash) {
        return invitations
                .acceptedAs(hash)
                .filter(name -> accounts.isFrom(name, hash))
                .isPresent();
    }

    private String companyName(Invitation invitation) {
        String id = invitation.company().value();
        return companies.name(id).orElse(id);
    }
}
