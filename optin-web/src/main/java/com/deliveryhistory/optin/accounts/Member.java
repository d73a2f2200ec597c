package com.deliveryhistory.optin.accounts;

import com.deliveryhistory.events.CompanyId;
import java.io.Serial;
import java.io.Serializable;
import java.util.List;
import org.springframework.security.core.AuthenticatedPrincipal;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/**
 * Somebody who signed in. Whose data a request may see is decided by this alone, never by a parameter.
 *
 * @param name the sign-in name
 * @param companyId the company that the person belongs to, as text because sessions are serialised
 */
public record Member(String name, String companyId, String companyName, Role role)
        implements AuthenticatedPrincipal, Serializable {

    @Serial
    private static final long serialVersionUID = 1L;

    /** What somebody may do within the own company. */
    public enum Role {
        /** Opts the company in and out, and reads its deliveries. */
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

    List<GrantedAuthority> authorities() {
        return List.of(new SimpleGrantedAuthority("ROLE_" + role));
    }
}
