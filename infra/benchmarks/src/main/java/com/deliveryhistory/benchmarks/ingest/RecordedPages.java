package com.deliveryhistory.benchmarks.ingest;

import com.deliveryhistory.localstack.processes.StackFailure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A week of an account's feed as the sandbox answers for it, page by page.
 *
 * @param byBookmark the pages by the bookmark that leads to them; the first one's is empty
 * @param records how many records they hold
 */
record RecordedPages(Map<String, byte[]> byBookmark, int records) {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmss").withZone(ZoneOffset.UTC);
    private static final String KINDS = "Manifest|Origin|Exception|Delivery|Generic";
    private static final int DAYS = 6;

    static RecordedPages record(URI sandbox, String client, String user) throws IOException {
        try (HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            JsonNode issued = JSON.readTree(post(
                    http,
                    sandbox.resolve("/sandbox/grants"),
                    null,
                    "{\"client\":\"%s\",\"user\":\"%s\",\"count\":1}".formatted(client, user)));
            String token = issued.path(0).path("access_token").asString();
            Instant now = Instant.now();
            Map<String, byte[]> pages = new LinkedHashMap<>();
            int records = 0;
            String bookmark = "";
            do {
                byte[] page = post(
                        http,
                        sandbox.resolve("/api/quantumview/v3/events"),
                        token,
                        request(now.minusSeconds(DAYS * 86_400L), now, bookmark));
                pages.put(bookmark, page);
                JsonNode answer = JSON.readTree(page).path("QuantumViewResponse");
                records += records(answer);
                bookmark = answer.path("Bookmark").asString("");
            } while (!bookmark.isEmpty());
            return new RecordedPages(pages, records);
        }
    }

    private static int records(JsonNode answer) {
        int records = 0;
        for (JsonNode file : answer.at("/QuantumViewEvents/SubscriptionEvents/0/SubscriptionFile")) {
            for (Map.Entry<String, JsonNode> part : file.properties()) {
                records += part.getKey().matches(KINDS) ? part.getValue().size() : 0;
            }
        }
        return records;
    }

    private static String request(Instant begin, Instant end, String bookmark) {
        String more = bookmark.isEmpty() ? "" : ",\"Bookmark\":\"" + bookmark + "\"";
        return """
                {"QuantumViewRequest": {"Request": {"RequestAction": "QVEvents"}, "SubscriptionRequest": {
                  "Name": "OutboundXML", "DateTimeRange": {"BeginDateTime": "%s", "EndDateTime": "%s"}}%s}}""".formatted(STAMP.format(begin), STAMP.format(end), more);
    }

    private static byte[] post(HttpClient http, URI address, @Nullable String token, String body) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            HttpResponse<byte[]> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            if (answer.statusCode() != 200) {
                throw StackFailure.because("The sandbox answers %d: %s"
                        .formatted(answer.statusCode(), new String(answer.body(), StandardCharsets.UTF_8)));
            }
            return answer.body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw StackFailure.because("Interrupted");
        }
    }
}
