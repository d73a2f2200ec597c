package com.deliveryhistory.optin.secondfactor;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.List;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.FactorGrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;

/** What a session's authorities say of the second factor. */
public final class FactorAuthority {

    /** The person proved it. */
    public static final String PROVED = "FACTOR_TOTP";

    /** The person had none when signing in: whoever sets one up ends the sessions that began so. */
    public static final String NOT_SET_UP = "SECOND_FACTOR_NOT_SET_UP";

    /** Stands in place of {@link #PROVED} as what is missing where one has to be set up first. */
    public static final String TO_BE_SET_UP = "FACTOR_TO_BE_SET_UP";

    private FactorAuthority() {}

    static boolean has(Authentication person, String authority) {
        return person.getAuthorities().stream().anyMatch(granted -> authority.equals(granted.getAuthority()));
    }

    /** Whether nothing is to be proved any more. */
    public static boolean isSettled(Authentication person) {
        return has(person, PROVED) || has(person, NOT_SET_UP);
    }

    /** The same person with other authorities concerning the second factor. */
    public static Authentication with(Authentication person, String authority) {
        List<GrantedAuthority> authorities = new ArrayList<>(person.getAuthorities());
        authorities.removeIf(
                granted -> PROVED.equals(granted.getAuthority()) || NOT_SET_UP.equals(granted.getAuthority()));
        authorities.add(
                authority.equals(PROVED)
                        ? FactorGrantedAuthority.fromAuthority(authority)
                        : new SimpleGrantedAuthority(authority));
        return person.toBuilder()
                .authorities(granted -> {
                    granted.clear();
                    granted.addAll(authorities);
                })
                .build();
    }

    /** Lets the session go on with another authority. */
    static void change(
            Authentication person, String authority, HttpServletRequest request, HttpServletResponse response) {
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(with(person, authority));
        SecurityContextHolder.setContext(context);
        new HttpSessionSecurityContextRepository().saveContext(context, request, response);
    }
}
