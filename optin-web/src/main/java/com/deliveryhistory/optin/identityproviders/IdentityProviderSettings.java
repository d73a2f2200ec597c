package com.deliveryhistory.optin.identityproviders;

import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.optin.accounts.EmailAddress;
import com.deliveryhistory.services.http.WebAddress;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.validation.annotation.Validated;

/**
 * The identity providers of companies.
 *
 * @param of by the company's id
 * @param connectTimeout how long connecting to a provider may take
 * @param readTimeout how long a provider may take to answer; who signs in waits for it
 */
@Validated
@ConfigurationProperties("identity-providers")
record IdentityProviderSettings(
        @DefaultValue Map<String, @Valid CompanyProvider> of,
        @DefaultValue("2s") Duration connectTimeout,
        @DefaultValue("5s") Duration readTimeout) {

    /**
     * A company's identity provider.
     *
     * @param issuer its issuer identifier, whose metadata is read when somebody signs in (OpenID Connect Discovery 1.0,
     *     section 4)
     * @param clientId who this application is there
     * @param clientSecret what it proves that with
     * @param domains the domains of mail addresses that it may speak for; no two providers share one
     * @param addressesVerified whether addresses that it names count as verified though it does not say so: only for one that
     *     lets nobody choose an address of the company (Microsoft Entra ID sends no {@code email_verified})
     * @param passwords whether people of the company may sign in with a password, too
     * @param secondFactorDone whether it asks for a second factor itself, so that ours is not asked for
     * @param secondFactorAcr the {@code acr} of ID tokens that says that it did (OpenID Connect Core 1.0, section 2): one of
     *     these, which it is asked for; else ours is asked for. If this and the next are empty, it is believed to ask
     * @param secondFactorAmr the {@code amr} that says so, too (RFC 8176): one of these among them
     * @param signOutThere whether signing out here leads on to the provider's end-session endpoint, if it publishes one
     */
    record CompanyProvider(
            @NotNull URI issuer,
            @NotBlank String clientId,
            @NotBlank String clientSecret,
            @NotEmpty Set<String> domains,
            @DefaultValue("false") boolean addressesVerified,
            @DefaultValue("true") boolean passwords,
            @DefaultValue("false") boolean secondFactorDone,
            @DefaultValue Set<String> secondFactorAcr,
            @DefaultValue Set<String> secondFactorAmr,
            @DefaultValue("true") boolean signOutThere) {

        /** Whether the provider has asked this person for a second factor. */
        boolean hasAskedForSecondFactor(OidcUser user) {
            return secondFactorDone && (!saysWhetherItAsked() || saysThatItAsked(user));
        }

        private boolean saysWhetherItAsked() {
            return !secondFactorAcr.isEmpty() || !secondFactorAmr.isEmpty();
        }

        private boolean saysThatItAsked(OidcUser user) {
            String context = user.getAuthenticationContextClass();
            List<String> methods = user.getAuthenticationMethods();
            return (context != null && secondFactorAcr.contains(context))
                    || (methods != null && !Collections.disjoint(methods, secondFactorAmr));
        }

        /** Without the secret. */
        @Override
        public String toString() {
            return "Provider[" + issuer + "]";
        }
    }

    IdentityProviderSettings {
        Set<String> seen = new HashSet<>();
        of.forEach((company, provider) -> {
            new CompanyId(company); // says what is wrong with it
            WebAddress.requireBase("identity-providers.of.%s.issuer".formatted(company), provider.issuer());
            if (provider.saysWhetherItAsked() && !provider.secondFactorDone()) {
                throw new IllegalArgumentException(
                        "identity-providers.of.%s.second-factor-done has to be true for second-factor-acr and -amr to count"
                                .formatted(company));
            }
            if (provider.domains() == null) {
                return; // told by its constraint
            }
            for (String domain : provider.domains()) {
                if (!domain.equals(domain.toLowerCase(Locale.ROOT)) || domain.contains("@")) {
                    throw new IllegalArgumentException(
                            "identity-providers.of.%s.domains: write %s in lower case without @"
                                    .formatted(company, domain));
                }
                if (!seen.add(domain)) {
                    throw new IllegalArgumentException(
                            "identity-providers.of.%s.domains: %s belongs to another provider already"
                                    .formatted(company, domain));
                }
            }
        });
    }

    /** The company whose provider speaks for the address. */
    Optional<String> companyOf(EmailAddress email) {
        return of.entrySet().stream()
                .filter(entry -> speaksFor(entry.getValue(), email))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    static boolean speaksFor(CompanyProvider provider, EmailAddress email) {
        String address = email.key();
        return provider.domains().contains(address.substring(address.lastIndexOf('@') + 1));
    }
}
