package com.deliveryhistory.optin.invitations;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.optin.accounts.EmailAddress;
import com.deliveryhistory.optin.accounts.Member.Role;
import com.deliveryhistory.optin.activity.Activity;
import java.time.Instant;
import java.util.Locale;

/**
 * Somebody is to have an account. There is one invitation of an address to a company at most.
 *
 * @param role what the person will be
 * @param invitedBy sign-in name, or {@linkplain Activity#operator an operator}
 * @param language in which the person is written to
 */
public record Invitation(
        CompanyId company,
        EmailAddress email,
        Role role,
        String invitedBy,
        Locale language,
        Instant invitedAt,
        Instant expiresAt) {

    /** What who has invited is called. */
    public String inviter() {
        return Activity.nameOf(invitedBy);
    }

    String id() {
        return id(company, email);
    }

    static String id(CompanyId company, EmailAddress email) {
        return company.value() + "/" + email.key();
    }
}
