package com.deliveryhistory.optin.security;

import com.deliveryhistory.optin.accounts.Member;
import com.deliveryhistory.optin.credentials.PasswordPolicy;
import com.deliveryhistory.optin.secondfactor.FactorAuthority;
import com.deliveryhistory.optin.secondfactor.SecondFactors;
import com.deliveryhistory.optin.securitylog.SecurityLog;
import com.deliveryhistory.optin.securitylog.SecurityLog.Kind;
import com.deliveryhistory.optin.throttling.SignInAttempt;
import com.deliveryhistory.optin.throttling.Throttle;
import com.deliveryhistory.optin.throttling.Throttle.Check;
import java.time.Duration;
import java.util.Objects;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;

/** Has names and passwords checked, unless too many were wrong, and records how it went. */
final class GuardedSignIn implements AuthenticationManager {

    private final AuthenticationProvider passwords;
    private final Throttle throttle;
    private final SecondFactors factors;
    private final PasswordPolicy policy;
    private final SecurityLog log;

    GuardedSignIn(
            AuthenticationProvider passwords,
            Throttle throttle,
            SecondFactors factors,
            PasswordPolicy policy,
            SecurityLog log) {
        this.passwords = passwords;
        this.policy = policy;
        this.factors = factors;
        this.throttle = throttle;
        this.log = log;
    }

    @Override
    public Authentication authenticate(Authentication given) {
        String name = given.getName();
        SignInAttempt attempt = (SignInAttempt) Objects.requireNonNull(given.getDetails());
        Duration wait = throttle.begin(Check.PASSWORD, name, attempt);
        if (!wait.isZero()) {
            log.record(Kind.SIGN_IN_THROTTLED, name);
            throw new TooManyFailures(wait);
        }
        Authentication signedIn = checked(given);
        throttle.succeeded(Check.PASSWORD, name, attempt);
        if (signedIn.getPrincipal() instanceof Member member && !policy.allowsPasswords(member.company())) {
            log.record(Kind.SIGN_IN_REFUSED, name, "reason", "the company's passwords are off");
            throw new PasswordsAreOff();
        }
        if (!factors.isSetUp(signedIn.getName())) {
            signedIn = FactorAuthority.with(signedIn, FactorAuthority.NOT_SET_UP);
        }
        if (signedIn instanceof AbstractAuthenticationToken token) {
            token.setDetails(attempt.origin());
        }
        log.record(Kind.SIGN_IN_OK, signedIn.getName());
        return signedIn;
    }

    private Authentication checked(Authentication given) {
        try {
            return Objects.requireNonNull(passwords.authenticate(given));
        } catch (AuthenticationException e) {
            log.record(Kind.SIGN_IN_REFUSED, given.getName());
            throw e;
        }
    }
}
