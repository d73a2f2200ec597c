package com.deliveryhistory.optin.identityproviders;

import com.deliveryhistory.optin.identityproviders.IdentityProviderSettings.CompanyProvider;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.client.authentication.OAuth2LoginAuthenticationToken;
import org.springframework.security.oauth2.client.oidc.authentication.OidcAuthorizationCodeAuthenticationProvider;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.web.DefaultOAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestCustomizers;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationExchange;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationResponse;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.stereotype.Component;

/**
 * Speaks to the identity providers. What a provider publishes is read when somebody first signs in by it: one that is down
 * keeps neither this application from starting nor others from signing in.
 */
@Component
class IdentityProviders {

    static final String PATH = "/sso";

    private static final Logger log = LoggerFactory.getLogger(IdentityProviders.class);

    /** For so long one that does not answer is not asked again. */
    private static final Duration LEFT_ALONE = Duration.ofSeconds(15);

    private static final int LONGEST_HINT = 500;

    private final IdentityProviderSettings settings;
    private final ProviderCalls calls;
    private final Map<String, ClientRegistration> registrations = new ConcurrentHashMap<>();
    private final Map<String, Instant> failures = new ConcurrentHashMap<>();
    private final Map<String, Lock> discoveries = new ConcurrentHashMap<>();
    private final Clock clock;
    private final DefaultOAuth2AuthorizationRequestResolver requests;
    private final OidcAuthorizationCodeAuthenticationProvider answers;

    IdentityProviders(IdentityProviderSettings settings, ProviderCalls calls, Clock clock) {
        this.settings = settings;
        this.calls = calls;
        this.clock = clock;
        this.answers = calls.answers();
        this.requests = new DefaultOAuth2AuthorizationRequestResolver(registrations::get, PATH);
        requests.setAuthorizationRequestCustomizer(OAuth2AuthorizationRequestCustomizers.withPkce());
    }

    Optional<CompanyProvider> find(String company) {
        return Optional.ofNullable(settings.of().get(company));
    }

    /**
     * The request that leads to the provider, with state, nonce and PKCE, and the second factor that it is to ask for
     * ({@code acr_values}, OpenID Connect Core 1.0, section 3.1.2.1).
     *
     * @throws SignInFailed if the provider cannot be reached
     */
    OAuth2AuthorizationRequest request(String company, CompanyProvider provider, HttpServletRequest request) {
        registration(company, provider);
        OAuth2AuthorizationRequest asked =
                Objects.requireNonNull(requests.resolve(request, company), "a registration was just found");
        return provider.secondFactorAcr().isEmpty()
                ? asked
                : OAuth2AuthorizationRequest.from(asked)
                        .additionalParameters(more ->
                                more.put("acr_values", String.join(" ", new TreeSet<>(provider.secondFactorAcr()))))
                        .build();
    }

    /**
     * Whom the provider says that the answer is about: code exchanged, ID token checked (OpenID Connect Core 1.0, section
     * 3.1.3.7).
     *
     * @throws SignInFailed if the answer does not prove it
     */
    OidcUser person(
            String company,
            CompanyProvider provider,
            OAuth2AuthorizationRequest asked,
            OAuth2AuthorizationResponse answer) {
        var exchange = new OAuth2AuthorizationExchange(asked, answer);
        try {
            var proved =
                    answers.authenticate(new OAuth2LoginAuthenticationToken(registration(company, provider), exchange));
            if (proved instanceof OAuth2LoginAuthenticationToken token
                    && token.getPrincipal() instanceof OidcUser user) {
                return user;
            }
            throw new SignInFailed(SignInProblem.NOT_PROVED, "no ID token");
        } catch (AuthenticationException e) {
            throw new SignInFailed(SignInProblem.NOT_PROVED, String.valueOf(e.getMessage()));
        }
    }

    /** What is kept of a sign-in for signing out. Which claim a hint is, is the provider's choice: these are what they use. */
    ProviderSession session(String company, CompanyProvider provider, OidcUser person) {
        String hint = Stream.of("login_hint", "sid")
                .map(person::getClaimAsString)
                .filter(value -> value != null && !value.isBlank() && value.length() <= LONGEST_HINT)
                .findFirst()
                .orElse(null);
        return new ProviderSession(company, provider.signOutThere() ? endSession(company, provider) : null, hint);
    }

    /** {@code null} if there is none, or none that is as safe as the issuer. */
    private @Nullable String endSession(String company, CompanyProvider provider) {
        Object published = registration(company, provider)
                .getProviderDetails()
                .getConfigurationMetadata()
                .get("end_session_endpoint");
        return published instanceof String address
                        && address.startsWith(provider.issuer().getScheme() + "://")
                ? address
                : null;
    }

    /** Whoever comes while the provider is asked waits for the same answer. */
    private ClientRegistration registration(String company, CompanyProvider provider) {
        ClientRegistration known = registrations.get(company);
        if (known != null) {
            return known;
        }
        Lock discovery = discoveries.computeIfAbsent(company, any -> new ReentrantLock());
        discovery.lock();
        try {
            ClientRegistration found = registrations.get(company);
            return found == null ? discover(company, provider) : found;
        } finally {
            discovery.unlock();
        }
    }

    private ClientRegistration discover(String company, CompanyProvider provider) {
        Instant failed = failures.get(company);
        if (failed != null && clock.instant().isBefore(failed.plus(LEFT_ALONE))) {
            throw new SignInFailed(SignInProblem.UNAVAILABLE, "discovery failed a moment ago");
        }
        try {
            ClientRegistration found = calls.discover(provider.issuer())
                    .registrationId(company)
                    .clientId(provider.clientId())
                    .clientSecret(provider.clientSecret())
                    .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                    .redirectUri("{baseUrl}" + PATH + "/{registrationId}/callback")
                    .scope("openid", "email")
                    .build();
            registrations.put(company, found);
            failures.remove(company);
            return found;
        } catch (RuntimeException e) {
            failures.put(company, clock.instant());
            log.warn("The identity provider of {}, {}, cannot be used: {}", company, provider.issuer(), cause(e));
            throw new SignInFailed(SignInProblem.UNAVAILABLE, "discovery failed");
        }
    }

    private static @Nullable String cause(Throwable failure) {
        Throwable cause = failure.getCause();
        return cause == null ? failure.getMessage() : cause(cause);
    }
}
