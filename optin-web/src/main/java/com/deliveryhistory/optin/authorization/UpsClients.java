package com.deliveryhistory.optin.authorization;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.HttpRedirects;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.InMemoryClientRegistrationRepository;
import org.springframework.security.oauth2.client.web.DefaultOAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.endpoint.PkceParameterNames;

/** Each application as Spring Security's OAuth2 client: public, with PKCE, at UPS's addresses. */
@Configuration(proxyBeanMethods = false)
class UpsClients {

    private static final String OAUTH = "/security/v1/oauth";

    @Bean
    OptInApplications optInApplications(UpsSettings settings) {
        return new OptInApplications(settings);
    }

    @Bean
    ClientRegistrationRepository clientRegistrations(UpsSettings settings, OptInApplications applications) {
        List<ClientRegistration> registrations = applications.all().stream()
                .map(application -> registration(settings, application))
                .toList();
        return new InMemoryClientRegistrationRepository(registrations);
    }

    private static ClientRegistration registration(UpsSettings settings, OptInApplication application) {
        String name = application.id().value();
        String clientId =
                Objects.requireNonNull(settings.applications().get(name)).clientId();
        return ClientRegistration.withRegistrationId(name)
                .clientName(application.displayName())
                .clientId(Objects.requireNonNull(clientId))
                .clientAuthenticationMethod(ClientAuthenticationMethod.NONE)
                .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                .redirectUri("{baseUrl}/login/oauth2/code/{registrationId}")
                .authorizationUri(settings.at(OAUTH + "/authorize").toString())
                .tokenUri(settings.at(OAUTH + "/token").toString())
                .build();
    }

    /** UPS documents a code challenge, always SHA-256, but no code_challenge_method; what it does with one is unknown. */
    @Bean
    OAuth2AuthorizationRequestResolver authorizationRequests(ClientRegistrationRepository registrations) {
        var resolver = new DefaultOAuth2AuthorizationRequestResolver(registrations);
        resolver.setAuthorizationRequestCustomizer(request -> request.additionalParameters(
                parameters -> parameters.remove(PkceParameterNames.CODE_CHALLENGE_METHOD)));
        return resolver;
    }

    /** For calls that must not follow a redirect with their secrets. */
    static ClientHttpRequestFactory requests(Duration connectTimeout, Duration readTimeout) {
        return ClientHttpRequestFactoryBuilder.jdk()
                .build(HttpClientSettings.defaults()
                        .withConnectTimeout(connectTimeout)
                        .withReadTimeout(readTimeout)
                        .withRedirects(HttpRedirects.DONT_FOLLOW));
    }
}
