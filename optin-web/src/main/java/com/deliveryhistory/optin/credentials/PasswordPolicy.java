package com.deliveryhistory.optin.credentials;

import com.deliveryhistory.events.CompanyId;

/** Whether people of a company may sign in with a password, or by its identity provider alone. */
public interface PasswordPolicy {

    boolean allowsPasswords(CompanyId company);

    /** Path of the page where people of the company sign in. */
    default String signInPage(CompanyId company) {
        return allowsPasswords(company) ? "/sign-in" : "/sso";
    }
}
