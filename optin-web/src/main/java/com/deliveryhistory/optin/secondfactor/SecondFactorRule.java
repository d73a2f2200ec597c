package com.deliveryhistory.optin.secondfactor;

import com.deliveryhistory.optin.accounts.Member;
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
        if (person == null || !(person.getPrincipal() instanceof Member member)) {
            return new AuthorizationDecision(true); // not signed in, which is for other rules
        }
        if (FactorAuthority.has(person, FactorAuthority.PROVED)) {
            return new AuthorizationDecision(true);
        }
        if (!FactorAuthority.has(person, FactorAuthority.NOT_SET_UP)) {
            return missing(FactorAuthority.PROVED);
        }
        return factors.isRequiredFor(member) ? missing(FactorAuthority.TO_BE_SET_UP) : new AuthorizationDecision(true);
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
