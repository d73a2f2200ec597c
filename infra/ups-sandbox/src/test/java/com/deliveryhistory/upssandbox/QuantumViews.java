package com.deliveryhistory.upssandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Asks Quantum View, and takes its answers apart. */
final class QuantumViews {

    static final String ADDRESS = "/api/quantumview/v3/events";

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private QuantumViews() {}

    /** One record, with the file that it stood in. */
    record Line(String fileName, String kind, JsonNode content) {}

    static Caller.Answer read(Caller caller, JsonNode tokens) {
        return ask(caller, tokens, request(subscription("OutboundXML"), null));
    }

    static Caller.Answer ask(Caller caller, JsonNode tokens, ObjectNode request) {
        return caller.postJson(ADDRESS, request.toString(), Caller.bearer(tokens));
    }

    static ObjectNode subscription(String name) {
        return JSON.createObjectNode().put("Name", name);
    }

    static ObjectNode range(Instant begin, Instant end) {
        ObjectNode subscription = subscription("OutboundXML");
        subscription
                .putObject("DateTimeRange")
                .put("BeginDateTime", TIME.format(begin))
                .put("EndDateTime", TIME.format(end));
        return subscription;
    }

    static ObjectNode request(@Nullable JsonNode subscription, @Nullable String bookmark) {
        ObjectNode root = JSON.createObjectNode();
        ObjectNode request = root.putObject("QuantumViewRequest");
        ObjectNode inner = request.putObject("Request").put("RequestAction", "QVEvents");
        inner.putObject("TransactionReference").put("CustomerContext", "a test");
        if (subscription != null) {
            request.set("SubscriptionRequest", subscription);
        }
        if (bookmark != null) {
            request.put("Bookmark", bookmark);
        }
        return root;
    }

    /** All pages of a query, one answer each. */
    static List<JsonNode> pages(Caller caller, JsonNode tokens, @Nullable JsonNode subscription) {
        var pages = new ArrayList<JsonNode>();
        String bookmark = null;
        do {
            var answer = ask(caller, tokens, request(subscription, bookmark));
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            pages.add(answer.json());
            bookmark = answer.json().at("/QuantumViewResponse/Bookmark").asString(null);
            assertThat(pages).hasSizeLessThan(1000);
        } while (bookmark != null);
        return pages;
    }

    static List<Line> lines(List<JsonNode> pages) {
        return pages.stream()
                .flatMap(page -> files(page).stream())
                .flatMap(file -> file.propertyStream()
                        .filter(property -> property.getValue().isArray())
                        .flatMap(property -> property.getValue()
                                .valueStream()
                                .map(entry -> new Line(file.path("FileName").asString(), property.getKey(), entry))))
                .toList();
    }

    static List<JsonNode> files(JsonNode page) {
        return page.at("/QuantumViewResponse/QuantumViewEvents/SubscriptionEvents/0/SubscriptionFile")
                .valueStream()
                .toList();
    }

    /** What the sandbox itself says is in the feed. */
    static List<Line> wholeFeed(Caller caller, String shipperNumber, Instant from, Instant to) {
        var answer = caller.get("/sandbox/feed/" + shipperNumber + "?from=" + from + "&to=" + to);
        assertThat(answer.status()).isEqualTo(200);
        return answer.body()
                .lines()
                .map(JSON::readTree)
                .map(line -> new Line(
                        line.path("fileName").asString(), line.path("kind").asString(), line.path("record")))
                .toList();
    }
}
