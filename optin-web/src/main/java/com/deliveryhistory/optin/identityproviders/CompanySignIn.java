package com.deliveryhistory.optin.identityproviders;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.optin.accounts.Account;
import com.deliveryhistory.optin.accounts.Accounts;
import com.deliveryhistory.optin.accounts.EmailAddress;
import com.deliveryhistory.optin.accounts.Member;
import com.deliveryhistory.optin.activity.Activity;
import com.deliveryhistory.optin.activity.ActivityLog;
import com.deliveryhistory.optin.addresses.ProvedAddresses;
import com.deliveryhistory.optin.identityproviders.IdentityProviderSettings.CompanyProvider;
import com.deliveryhistory.optin.secondfactor.FactorAuthority;
import com.deliveryhistory.optin.secondfactor.SecondFactors;
import com.deliveryhistory.optin.securitylog.SecurityLog;
import com.deliveryhistory.optin.storage.Hashes;
import com.deliveryhistory.services.storage.SignInNames;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.stereotype.Component;

/** Finds the person whom a company's identity provider names: somebody of that company only. */
@Component
class CompanySignIn {

    private final Accounts accounts;
    private final ProvedAddresses proved;
    private final Identities identities;
    private final SecondFactors factors;
    private final ActivityLog activities;
    private final SecurityLog security;
    private final Clock clock;

    CompanySignIn(
            Accounts accounts,
            ProvedAddresses proved,
            Identities identities,
            SecondFactors factors,
            ActivityLog activities,
            SecurityLog security,
            Clock clock) {
        this.accounts = accounts;
        this.proved = proved;
        this.identities = identities;
        this.factors = factors;
        this.activities = activities;
        this.security = security;
        this.clock = clock;
    }

    /**
     * The person, signed in.
     *
     * @throws SignInFailed if it is nobody who may sign in here
     */
    Authentication signIn(CompanyId company, CompanyProvider provider, OidcUser user) {
        String issuer = provider.issuer().toString();
        String subject = Objects.requireNonNull(user.getSubject(), "an ID token without subject is refused");
        Account person = identities
                .accountOf(company.value(), issuer, subject)
                .or(() -> Optional.of(link(company, provider, user, issuer, subject)))
                .flatMap(name -> accounts.find(company, name))
                .filter(Account::isActive)
                .orElseThrow(CompanySignIn::notAllowed);
        accounts.signedIn(person.name(), clock.instant());
        Member member = person.member();
        Authentication signedIn = UsernamePasswordAuthenticationToken.authenticated(member, null, member.authorities());
        if (provider.hasAskedForSecondFactor(user)) {
            return FactorAuthority.with(signedIn, FactorAuthority.PROVED);
        }
        return factors.isSetUp(person.name()) ? signedIn : FactorAuthority.with(signedIn, FactorAuthority.NOT_SET_UP);
    }

    /**
     * By the address, for once: the subject never changes, an address may come to somebody else. Here, too, it has to be
     * known whose it is: else whoever types another's address at their own account gets that person's sign-in. An account
     * that is linked stays so: whoever has its address next at the provider is somebody else.
     */
    private String link(CompanyId company, CompanyProvider provider, OidcUser user, String issuer, String subject) {
        EmailAddress email = Optional.ofNullable(user.getEmail())
                .filter(address -> isVerified(provider, user))
                .flatMap(EmailAddress::of)
                .filter(address -> IdentityProviderSettings.speaksFor(provider, address))
                .orElseThrow(() -> new SignInFailed(SignInProblem.NO_ADDRESS, "no verified address of its domains"));
        List<Account> found = proved.find(company, email);
        if (found.isEmpty() && !accounts.findByEmail(company, email).isEmpty()) {
            throw new SignInFailed(SignInProblem.UNPROVED_ADDRESS, "an account has the address, but has not proved it");
        }
        if (found.size() != 1) {
            throw new SignInFailed(SignInProblem.UNKNOWN_PERSON, found.size() + " accounts have the address");
        }
        Account person = found.getFirst();
        if (!person.isActive()) { // who it belongs to shows when it is enabled again
            throw notAllowed();
        }
        return identities
                .link(company.value(), issuer, subject, SignInNames.key(person.name()), clock.instant())
                .orElseThrow(() -> linkedToAnother(company, issuer, subject, person));
    }

    /** Told to the company's administrators once for each who tries. */
    private SignInFailed linkedToAnother(CompanyId company, String issuer, String subject, Account person) {
        security.record(
                SecurityLog.Kind.IDENTITY_REFUSED, person.name(), "by", "identity provider of " + company.value());
        activities.add(
                "identity-refused-" + Hashes.sha256(String.join("\n", company.value(), issuer, subject, person.name())),
                new Activity(
                        company,
                        clock.instant(),
                        Activity.Kind.IDENTITY_REFUSED,
                        Activity.SYSTEM,
                        Map.of("person", person.name())));
        return new SignInFailed(SignInProblem.LINKED_TO_ANOTHER, "the account with the address is another subject's");
    }

    private static SignInFailed notAllowed() {
        return new SignInFailed(SignInProblem.UNKNOWN_PERSON, "the account may not sign in");
    }

    private static boolean isVerified(CompanyProvider provider, OidcUser user) {
        Boolean said = user.getEmailVerified();
        return said == null ? provider.addressesVerified() : said;
    }
}
