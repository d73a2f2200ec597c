package com.deliveryhistory.optin.accounts;

import com.deliveryhistory.optin.passwords.Passwords;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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
    private final Clock clock;

    PasswordSignIn(Accounts accounts, Passwords passwords, Clock clock) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.clock = clock;
    }

    @Override
    public Authentication authenticate(Authentication given) {
        String name = given.getName();
        String password = given.getCredentials() instanceof CharSequence text ? text.toString() : "";
        if (name.length() > LONGEST || password.length() > LONGEST) {
            throw new BadCredentialsException("Name or password is too long");
        }
        Optional<Account> found = accounts.find(name);
        boolean right = isRight(password, found.map(Account::passwordHash).orElse(null));
        Account account = found.filter(known -> right && known.isActive())
                .orElseThrow(() -> new BadCredentialsException("Name or password is wrong"));
        noteSignIn(account, password);
        Member member = account.member();
        var signedIn = UsernamePasswordAuthenticationToken.authenticated(member, null, member.authorities());
        signedIn.setDetails(given.getDetails());
        return signedIn;
    }

    /** Takes equally long whether or not the name exists. */
    private boolean isRight(String password, @Nullable String hash) {
        if (hash == null) {
            passwords.compareWithNobodys(password);
            return false;
        }
        return passwords.matches(password, hash);
    }

    private void noteSignIn(Account account, String password) {
        accounts.signedIn(account.name(), clock.instant());
        String hash = account.passwordHash();
        if (hash != null && passwords.isOutdated(hash)) {
            accounts.rehash(account.name(), hash, passwords.hash(password));
        }
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return UsernamePasswordAuthenticationToken.class.isAssignableFrom(authentication);
    }
}
