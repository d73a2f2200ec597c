package com.deliveryhistory.history.access;

import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.history.access.TokenAnswer.Granted;
import com.deliveryhistory.history.access.TokenAnswer.NotActive;
import com.deliveryhistory.history.access.TokenAnswer.TryLater;
import com.deliveryhistory.history.access.TokenManagerApi.Refused;
import com.deliveryhistory.services.auth.ServiceTokens;
import com.deliveryhistory.services.calls.ServiceClients;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;
import org.springframework.web.client.support.RestClientAdapter;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Access tokens from token-manager. A token is kept until it is about to expire or its grant changes, in memory only.
 */
@Component
final class AccessTokens implements Tokens {

    private static final String TOKEN_MANAGER = "token-manager";

    /** What is shown of an answer is no more than a name. */
    private static final Pattern CAUSE = Pattern.compile("[A-Z][A-Z_]{1,40}");

    /** Of the causes that token-manager's interface names, those where UPS does not renew tokens or take them. */
    private static final Set<String> CAUSES_AT_UPS =
            Set.of("UPS_THROTTLES", "UPS_DOWN", "UPS_REFUSES_CLIENT", "RENEWED_TOKEN_REFUSED");

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final TokenManagerApi api;
    private final ServiceTokens identity;
    private final KeptTokens kept;

    AccessTokens(TokenManagerSettings settings, ServiceClients services, ServiceTokens identity, Clock clock) {
        RestClient client = services.to(settings.baseUrl(), settings.connectTimeout(), settings.answerTimeout())
                .defaultStatusHandler(status -> true, (request, response) -> {})
                .build();
        this.api = HttpServiceProxyFactory.builderFor(RestClientAdapter.create(client))
                .build()
                .createClient(TokenManagerApi.class);
        this.identity = identity;
        this.kept = new KeptTokens(clock);
    }

    @Override
    public TokenAnswer token(GrantId grant, long revision) {
        AccessToken known = kept.find(grant, revision);
        return known == null ? ask(grant, revision, null) : new Granted(known);
    }

    @Override
    public TokenAnswer newerThan(AccessToken refused, GrantId grant, long revision) {
        return ask(grant, revision, refused.generation());
    }

    @Override
    public void forget(GrantId grant) {
        kept.forget(grant);
    }

    private TokenAnswer ask(GrantId grant, long revision, @Nullable Long refusedGeneration) {
        kept.forget(grant);
        TokenAnswer answer = call(grant, refusedGeneration);
        if (answer instanceof Granted granted) {
            kept.keep(grant, revision, granted.token());
        }
        return answer;
    }

    private TokenAnswer call(GrantId grant, @Nullable Long refusedGeneration) {
        ResponseEntity<byte[]> response;
        try {
            response = api.accessToken(
                    "Bearer " + identity.tokenFor(TOKEN_MANAGER),
                    grant.company().value(),
                    grant.application().value(),
                    new Refused(refusedGeneration));
        } catch (RestClientException e) {
            return new TryLater(null, "token-manager gave no answer", false);
        }
        int status = response.getStatusCode().value();
        try {
            JsonNode body = JSON.readTree(response.getBody() == null ? new byte[0] : response.getBody());
            return switch (status) {
                case 200 ->
                    new Granted(new AccessToken(
                            body.required("accessToken").asString(),
                            body.required("generation").asLong(),
                            Instant.parse(body.required("expiresAt").asString())));
                case 409 ->
                    new NotActive(
                            body.path("state").asString("NOT_ACTIVE"),
                            body.path("reason").isString() ? body.path("reason").asString() : null);
                default -> tryLater(response, body.path("cause").asString(""));
            };
        } catch (JacksonException | DateTimeException e) {
            return new TryLater(retryAfter(response), "token-manager answered HTTP " + status + " unreadably", false);
        }
    }

    /** @param cause why token-manager gives none; empty if it did not say, and newer ones than are known here may come */
    private static TryLater tryLater(ResponseEntity<byte[]> response, String cause) {
        String answered =
                "token-manager answered HTTP " + response.getStatusCode().value();
        return new TryLater(
                retryAfter(response),
                CAUSE.matcher(cause).matches() ? answered + ", " + cause : answered,
                CAUSES_AT_UPS.contains(cause));
    }

    private static @Nullable Duration retryAfter(ResponseEntity<byte[]> response) {
        String seconds = response.getHeaders().getFirst(HttpHeaders.RETRY_AFTER);
        return seconds != null && seconds.matches("\\d{1,5}") ? Duration.ofSeconds(Long.parseLong(seconds)) : null;
    }
}
