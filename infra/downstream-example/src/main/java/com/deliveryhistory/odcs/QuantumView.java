package com.deliveryhistory.odcs;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** UPS's Quantum View, as an example of a call on a company's behalf. */
final class QuantumView {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmss").withZone(ZoneOffset.UTC);
    private static final JsonMapper JSON = new JsonMapper();

    /** What UPS answers. */
    sealed interface Answer {

        /** So many records on the first page; a {@code Bookmark} in the answer would lead to more. */
        record Records(int count) implements Answer {}

        /** The token is not good any more, whatever its expiry said: a changed password ends it at once. */
        record TokenRefused() implements Answer {}

        record Later(String why) implements Answer {}
    }

    private final HttpClient http;
    private final URI ups;

    QuantumView(HttpClient http, URI ups) {
        this.http = http;
        this.ups = ups;
    }

    /** Asks what happened to the company's packages in the last day, by time: asking for the unread marks it as read. */
    Answer lastDay(String accessToken) throws InterruptedException {
        Instant now = Instant.now();
        String body = """
                {"QuantumViewRequest": {
                  "Request": {"RequestAction": "QVEvents"},
                  "SubscriptionRequest": {
                    "Name": "OutboundXML",
                    "DateTimeRange": {"BeginDateTime": "%s", "EndDateTime": "%s"}}}}
                """.formatted(STAMP.format(now.minus(Duration.ofDays(1))), STAMP.format(now));
        HttpRequest request = HttpRequest.newBuilder(ups.resolve("/api/quantumview/v3/events"))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + accessToken)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            return switch (response.statusCode()) {
                case 200 ->
                    new Answer.Records(JSON.readTree(response.body())
                            .findValues("TrackingNumber")
                            .size());
                case 401 -> new Answer.TokenRefused();
                default -> new Answer.Later("UPS answers " + response.statusCode());
            };
        } catch (IOException | JacksonException e) {
            return new Answer.Later("UPS cannot be reached, or understood");
        }
    }
}
