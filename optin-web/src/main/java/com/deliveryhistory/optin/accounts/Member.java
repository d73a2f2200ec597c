package com.deliveryhistory.optin.accounts;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.optin.languages.PrefersLanguage;
import java.io.Serial;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.AuthenticatedPrincipal;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/**
 * Somebody who signed in. Whose data a request may see is decided by this alone, never by a parameter.
 *
 * @param name the sign-in name
 * @param companyId the company that the person belongs to, as text because sessions are serialised
 * @param language tag of the language that the person chose; {@code null}: the browser's
 */
public record Member(
        String name,
        String companyId,
        String companyName,
        Role role,
        @Nullable String language) implements AuthenticatedPrincipal, PrefersLanguage, Serializable {

    @Serial
    private static final long serialVersionUID = 1L;

    /** What somebody may do within the own company. */
    public enum Role {
        /** Opts the company in and out, manages its people, and reads its deliveries. */
        ADMIN,
        /** Reads the company's deliveries. */
        USER
    }

    @Override
    public String getName() {
        return name;
    }

    public CompanyId company() {
        return new CompanyId(companyId);
    }

    public boolean isAdmin() {
        return role == Role.ADMIN;
    }

    /** The same person with another language; {@code null}: the browser's. */
    public Member speaking(@Nullable String other) {
        return new Member(name, companyId, companyName, role, other);
    }

    /** What Spring Security is told that the person may do. */
    public List<GrantedAuthority> authorities() {
        return List.of(new SimpleGrantedAuthority("ROLE_" + role));
    }
}
