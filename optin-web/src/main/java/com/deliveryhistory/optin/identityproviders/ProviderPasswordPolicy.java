package com.deliveryhistory.optin.identityproviders;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.optin.credentials.PasswordPolicy;
import com.deliveryhistory.optin.identityproviders.IdentityProviderSettings.CompanyProvider;
import org.springframework.stereotype.Component;

/** Passwords are allowed unless the settings of a company's identity provider say otherwise. */
@Component
class ProviderPasswordPolicy implements PasswordPolicy {

    private final IdentityProviderSettings settings;

    ProviderPasswordPolicy(IdentityProviderSettings settings) {
        this.settings = settings;
    }

    @Override
    public boolean allowsPasswords(CompanyId company) {
        CompanyProvider provider = settings.of().get(company.value());
        return provider == null || provider.passwords();
    }
}
