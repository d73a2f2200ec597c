package com.deliveryhistory.odcs;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Takes companies' access tokens from token-manager. */
final class TokenManager {

    private static final Duration PATIENCE = Duration.ofSeconds(20); // a token may have to be refreshed first
    private static final Duration PAUSE = Duration.ofSeconds(30);
    private static final JsonMapper JSON = new JsonMapper();

    /** What a request for a token leads to. */
    sealed interface Answer {

        /** A token for a call or few; it is not kept. */
        record Token(String value, long generation) implements Answer {

            @Override
            public String toString() {
                return "Token[generation=" + generation + "]";
            }
        }

        /** The opt-in has ended; only a new one brings tokens again, and an event tells of it. */
        record Ended(String state, String reason) implements Answer {}

        record Later(Duration after, String why) implements Answer {}
    }

    private final HttpClient http;
    private final URI address;
    private final ServiceIdentity identity;

    TokenManager(HttpClient http, URI address, ServiceIdentity identity) {
        this.http = http;
        this.address = address;
        this.identity = identity;
    }

    /**
     * Asks for a token.
     *
     * @param refused generation of the token that UPS has just refused: only a newer one helps; {@code null}: none was
     */
    Answer take(String company, @Nullable Long refused) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        address.resolve("/v1/grants/%s/%s/access-token".formatted(company, Odcs.APPLICATION)))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + identity.token("token-manager", null))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        refused == null ? "{}" : "{\"refusedGeneration\":%d}".formatted(refused)))
                .build();
        try {
            return read(http.send(request, BodyHandlers.ofString()));
        } catch (IOException | JacksonException e) {
            return new Answer.Later(PAUSE, "token-manager cannot be reached");
        }
    }

    private static Answer read(HttpResponse<String> response) {
        return switch (response.statusCode()) {
            case 200 -> {
                JsonNode token = JSON.readTree(response.body());
                yield new Answer.Token(
                        token.required("accessToken").stringValue(),
                        token.required("generation").longValue());
            }
            case 409 -> {
                JsonNode problem = JSON.readTree(response.body());
                yield new Answer.Ended(
                        problem.path("state").stringValue(""),
                        problem.path("reason").stringValue(""));
            }
            // 429 and 503 say how long; 401 and 403 are this service's configuration, and 404 a grant that is not there
            // yet
            default ->
                new Answer.Later(
                        response.headers()
                                .firstValue("Retry-After")
                                .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
                                .orElse(PAUSE),
                        "token-manager answers " + response.statusCode());
        };
    }
}
