package com.deliveryhistory.optin.identityproviders;

import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.HttpRedirects;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.converter.FormHttpMessageConverter;
import org.springframework.security.oauth2.client.endpoint.RestClientAuthorizationCodeTokenResponseClient;
import org.springframework.security.oauth2.client.http.OAuth2ErrorResponseErrorHandler;
import org.springframework.security.oauth2.client.oidc.authentication.OidcAuthorizationCodeAuthenticationProvider;
import org.springframework.security.oauth2.client.oidc.authentication.OidcIdTokenDecoderFactory;
import org.springframework.security.oauth2.client.oidc.authentication.OidcIdTokenValidator;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserService;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrations;
import org.springframework.security.oauth2.client.userinfo.DefaultOAuth2UserService;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.http.converter.OAuth2AccessTokenResponseHttpMessageConverter;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;

/**
 * Every call to an identity provider, with a limit on how long it may take: who signs in waits for it, and Spring Security's
 * own clients wait half a minute or for ever. None follows a redirect, as all but one carry a secret.
 */
@Component
class ProviderCalls {

    private static final ParameterizedTypeReference<Map<String, Object>> METADATA =
            new ParameterizedTypeReference<>() {};

    private final ClientHttpRequestFactory requests;
    private final Map<String, JwtDecoder> decoders = new ConcurrentHashMap<>();

    ProviderCalls(IdentityProviderSettings settings) {
        this.requests = ClientHttpRequestFactoryBuilder.jdk()
                .build(HttpClientSettings.defaults()
                        .withConnectTimeout(settings.connectTimeout())
                        .withReadTimeout(settings.readTimeout())
                        .withRedirects(HttpRedirects.DONT_FOLLOW));
    }

    /**
     * What the provider publishes of itself (OpenID Connect Discovery 1.0, section 4).
     *
     * @throws RuntimeException if it cannot be had, or is another issuer's
     */
    ClientRegistration.Builder discover(URI issuer) {
        String base = issuer.toString().replaceAll("/$", "");
        Map<String, Object> metadata = Objects.requireNonNull(
                RestClient.builder()
                        .requestFactory(requests)
                        .build()
                        .get()
                        .uri(URI.create(base + "/.well-known/openid-configuration"))
                        .retrieve()
                        .body(METADATA),
                "its metadata is empty");
        if (!issuer.toString().equals(metadata.get("issuer"))) { // section 4.3
            throw new IllegalStateException("its metadata names another issuer");
        }
        return ClientRegistrations.fromOidcConfiguration(metadata);
    }

    /** Exchanges a code, checks the ID token (OpenID Connect Core 1.0, section 3.1.3.7) and asks who it is, if need be. */
    OidcAuthorizationCodeAuthenticationProvider answers() {
        var tokens = new RestClientAuthorizationCodeTokenResponseClient();
        tokens.setRestClient(RestClient.builder()
                .requestFactory(requests)
                .configureMessageConverters(converters -> converters
                        .addCustomConverter(new FormHttpMessageConverter())
                        .addCustomConverter(new OAuth2AccessTokenResponseHttpMessageConverter()))
                .defaultStatusHandler(new OAuth2ErrorResponseErrorHandler())
                .build());
        var who = new DefaultOAuth2UserService();
        var whoCalls = new RestTemplate(requests);
        whoCalls.setErrorHandler(new OAuth2ErrorResponseErrorHandler());
        who.setRestOperations(whoCalls);
        var people = new OidcUserService();
        people.setOauth2UserService(who);
        var answers = new OidcAuthorizationCodeAuthenticationProvider(tokens, people);
        answers.setJwtDecoderFactory(registration ->
                decoders.computeIfAbsent(registration.getRegistrationId(), id -> decoder(registration)));
        return answers;
    }

    private JwtDecoder decoder(ClientRegistration registration) {
        NimbusJwtDecoder decoder = NimbusJwtDecoder.withJwkSetUri(Objects.requireNonNull(
                        registration.getProviderDetails().getJwkSetUri(), "jwks_uri is required"))
                .restOperations(new RestTemplate(requests))
                .jwsAlgorithm(SignatureAlgorithm.RS256) // what clients get that registered no other: section 2
                .build();
        decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(
                JwtValidators.createDefault(), new OidcIdTokenValidator(registration)));
        decoder.setClaimSetConverter(OidcIdTokenDecoderFactory.createDefaultClaimTypeConverter());
        return decoder;
    }
}
