package com.deliveryhistory.optin.accounts;

import java.util.Optional;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;

/** Signs members in with name and password. */
@Component
class PasswordSignIn implements AuthenticationProvider {

    /** Far more than any password that was ever set, and little enough to be hashed without harm. */
    private static final int LONGEST = 1_000;

    private final Accounts accounts;
    private final Passwords passwords;

    PasswordSignIn(Accounts accounts, Passwords passwords) {
        this.accounts = accounts;
        this.passwords = passwords;
    }

    @Override
    public Authentication authenticate(Authentication given) {
        String name = given.getName();
        String password = given.getCredentials() instanceof CharSequence text ? text.toString() : "";
        if (name.length() > LONGEST || password.length() > LONGEST) {
            throw new BadCredentialsException("Name or password is too long");
        }
        Optional<Account> account = accounts.find(name);
        if (account.isEmpty()) {
            passwords.compareWithNobodys(password);
        }
        Member member = account.filter(known -> passwords.matches(password, known.passwordHash()))
                .map(Account::member)
                .orElseThrow(() -> new BadCredentialsException("Name or password is wrong"));
        var signedIn = UsernamePasswordAuthenticationToken.authenticated(member, null, member.authorities());
        signedIn.setDetails(given.getDetails());
        return signedIn;
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return UsernamePasswordAuthenticationToken.class.isAssignableFrom(authentication);
    }
}
