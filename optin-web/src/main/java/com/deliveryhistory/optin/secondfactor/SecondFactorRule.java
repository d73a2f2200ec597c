package com.deliveryhistory.optin.secondfactor;

import com.deliveryhistory.optin.accounts.Member;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authorization.AuthorityAuthorizationDecision;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.stereotype.Component;

/** Lets nobody on who has a second factor, or has to have one, and has not proved it in this session. */
@Component
public class SecondFactorRule implements AuthorizationManager<RequestAuthorizationContext> {

    private final SecondFactors factors;

    SecondFactorRule(SecondFactors factors) {
        this.factors = factors;
    }

    @Override
    public AuthorizationResult authorize(
            Supplier<? extends @Nullable Authentication> authentication, RequestAuthorizationContext request) {
        Authentication person = authentication.get();
        return (person == null ? Optional.<String>empty() : missingOf(person))
                .map(SecondFactorRule::missing)
                .orElseGet(() -> new AuthorizationDecision(true));
    }

    /** Whether the person has nothing to prove or set up any more; so it is with somebody who is not signed in. */
    public boolean isKeptBy(Authentication person) {
        return missingOf(person).isEmpty();
    }

    private Optional<String> missingOf(Authentication person) {
        if (!(person.getPrincipal() instanceof Member member) // not signed in, which is for other rules
                || FactorAuthority.has(person, FactorAuthority.PROVED)) {
            return Optional.empty();
        }
        if (!FactorAuthority.has(person, FactorAuthority.NOT_SET_UP)) {
            return Optional.of(FactorAuthority.PROVED);
        }
        return factors.isRequiredFor(member) ? Optional.of(FactorAuthority.TO_BE_SET_UP) : Optional.empty();
    }

    /** For pages that people need who have to set one up: open unless there is one that is not proved. */
    public static AuthorizationManager<RequestAuthorizationContext> unlessToBeProved() {
        return (authentication, request) -> {
            Authentication person = authentication.get();
            if (person == null || !(person.getPrincipal() instanceof Member)) {
                return new AuthorizationDecision(false);
            }
            return FactorAuthority.isSettled(person)
                    ? new AuthorizationDecision(true)
                    : missing(FactorAuthority.PROVED);
        };
    }

    private static AuthorizationResult missing(String authority) {
        return new AuthorityAuthorizationDecision(false, AuthorityUtils.createAuthorityList(authority));
    }
}
