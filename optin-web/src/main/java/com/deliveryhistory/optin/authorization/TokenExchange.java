package com.deliveryhistory.optin.authorization;

import com.deliveryhistory.events.sealing.TokenPair;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.converter.FormHttpMessageConverter;
import org.springframework.security.oauth2.client.endpoint.OAuth2AccessTokenResponseClient;
import org.springframework.security.oauth2.client.endpoint.OAuth2AuthorizationCodeGrantRequest;
import org.springframework.security.oauth2.client.endpoint.RestClientAuthorizationCodeTokenResponseClient;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.core.OAuth2AuthorizationException;
import org.springframework.security.oauth2.core.endpoint.OAuth2AccessTokenResponse;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationExchange;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationResponse;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.stereotype.Component;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.json.JsonMapper;

/** Exchanges an authorization code for tokens at UPS (RFC 6749 section 4.1.3, RFC 7636), once. */
@Component
class TokenExchange {

    /** UPS's clock and ours may differ by this much; an issue time further away is taken for unreadable. */
    private static final Duration CLOCK_DIFFERENCE = Duration.ofMinutes(10);

    /** If UPS does not say when the refresh token ends: the shortest life it is known to have given. */
    private static final Duration SHORTEST_KNOWN_LIFE = Duration.ofDays(7);

    private final OAuth2AccessTokenResponseClient<OAuth2AuthorizationCodeGrantRequest> client;
    private final ClientRegistrationRepository registrations;
    private final Clock clock;

    TokenExchange(UpsSettings settings, ClientRegistrationRepository registrations, JsonMapper json, Clock clock) {
        UpsTokenAnswer answer = new UpsTokenAnswer(json);
        var responses = new RestClientAuthorizationCodeTokenResponseClient();
        responses.setRestClient(RestClient.builder()
                .requestFactory(UpsClients.requests(settings.connectTimeout(), settings.readTimeout()))
                .configureMessageConverters(converters -> converters
                        .addCustomConverter(new FormHttpMessageConverter())
                        .addCustomConverter(answer))
                .defaultStatusHandler(status -> !isOk(status), (request, response) -> answer.refuse(response))
                .build());
        this.client = responses;
        this.registrations = registrations;
        this.clock = clock;
    }

    UpsTokens exchange(OAuth2AuthorizationRequest request, String code) throws ExchangeFailed {
        String name = request.getAttribute(OAuth2ParameterNames.REGISTRATION_ID);
        ClientRegistration registration = registrations.findByRegistrationId(Objects.requireNonNull(name));
        var response = OAuth2AuthorizationResponse.success(code)
                .redirectUri(Objects.requireNonNull(request.getRedirectUri()))
                .state(Objects.requireNonNull(request.getState()))
                .build();
        try {
            return read(client.getTokenResponse(new OAuth2AuthorizationCodeGrantRequest(
                    Objects.requireNonNull(registration), new OAuth2AuthorizationExchange(request, response))));
        } catch (OAuth2AuthorizationException e) {
            throw explained(e);
        }
    }

    private UpsTokens read(OAuth2AccessTokenResponse answer) throws ExchangeFailed {
        if (answer.getRefreshToken() == null) {
            throw ExchangeFailed.answer(OptInProblem.UPS_UNREADABLE, "UPS's token answer lacks the refresh token");
        }
        Map<String, Object> more = answer.getAdditionalParameters();
        Instant issuedAt = issuedAt((Long) more.get(UpsTokenAnswer.ISSUED_AT));
        return new UpsTokens(
                new TokenPair(
                        answer.getAccessToken().getTokenValue(),
                        answer.getRefreshToken().getTokenValue()),
                issuedAt,
                // unknown: as if it were over, so that token-manager refreshes before the first use
                issuedAt.plus(life(more, OAuth2ParameterNames.EXPIRES_IN, Duration.ZERO)),
                issuedAt.plus(life(more, UpsTokenAnswer.REFRESH_TOKEN_EXPIRES_IN, SHORTEST_KNOWN_LIFE)));
    }

    /** An unbelievable time must neither outrank every later opt-in nor fall behind the one it replaces. */
    private Instant issuedAt(@Nullable Long milliseconds) {
        Instant now = clock.instant();
        if (milliseconds == null) {
            return now;
        }
        Instant said = Instant.ofEpochMilli(milliseconds);
        return Duration.between(said, now).abs().compareTo(CLOCK_DIFFERENCE) <= 0 ? said : now;
    }

    private static Duration life(Map<String, Object> more, String name, Duration unknown) {
        return more.get(name) instanceof Long seconds && seconds > 0 ? Duration.ofSeconds(seconds) : unknown;
    }

    private static ExchangeFailed explained(OAuth2AuthorizationException failure) {
        boolean cutOff = false;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ExchangeFailed explained) {
                return explained;
            }
            cutOff |= cause instanceof ResourceAccessException || cause instanceof java.io.IOException;
        }
        return cutOff
                ? ExchangeFailed.answer(OptInProblem.UPS_UNREACHABLE, "UPS cannot be reached or did not answer in time")
                : ExchangeFailed.answer(OptInProblem.UPS_UNREADABLE, "UPS's token answer cannot be read");
    }

    private static boolean isOk(HttpStatusCode status) {
        return status.value() == 200;
    }
}
