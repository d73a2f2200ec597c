package com.deliveryhistory.optin.identityproviders;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.optin.identityproviders.IdentityProviderSettings.CompanyProvider;
import org.springframework.stereotype.Component;

/** Whether people of a company may sign in with a password, or by its identity provider alone. */
@Component
public class PasswordPolicy {

    private final IdentityProviderSettings settings;

    PasswordPolicy(IdentityProviderSettings settings) {
        this.settings = settings;
    }

    public boolean allowsPasswords(CompanyId company) {
        CompanyProvider provider = settings.of().get(company.value());
        return provider == null || provider.passwords();
    }
}
