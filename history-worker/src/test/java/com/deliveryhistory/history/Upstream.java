package com.deliveryhistory.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** UPS and token-manager in one: answers as a test says, company by company, and remembers what it was asked. */
public final class Upstream implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpServer server;
    private final Map<String, Function<PageAsked, Answer>> feeds = new ConcurrentHashMap<>();
    private final Map<String, Function<TokenAsked, Answer>> tokens = new ConcurrentHashMap<>();
    private final Map<String, Function<TrackingAsked, Answer>> trackings = new ConcurrentHashMap<>();
    private final List<PageAsked> pages = new CopyOnWriteArrayList<>();
    private final List<TokenAsked> tokenCalls = new CopyOnWriteArrayList<>();
    private final List<TrackingAsked> trackingCalls = new CopyOnWriteArrayList<>();

    public record Answer(int status, String body) {
        public static Answer ok(String body) {
            return new Answer(200, body);
        }
    }

    public record PageAsked(
            String company,
            String begin,
            String end,
            @Nullable String bookmark,
            String subscription,
            String authorization,
            String accept) {}

    public record TokenAsked(String company, @Nullable Long refusedGeneration, String authorization) {}

    public record TrackingAsked(String trackingNumber, String authorization, String accept) {}

    public Upstream() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/api/quantumview/v3/events", this::page);
        server.createContext("/api/track/v1/details/", this::tracking);
        server.createContext("/v1/grants/", this::token);
        server.start();
    }

    public URI address() {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    public void feed(String company, Function<PageAsked, Answer> feed) {
        feeds.put(company, feed);
    }

    public void token(String company, Function<TokenAsked, Answer> answers) {
        tokens.put(company, answers);
    }

    public void tracking(String trackingNumber, Function<TrackingAsked, Answer> answers) {
        trackings.put(trackingNumber, answers);
    }

    public List<PageAsked> pagesAsked(String company) {
        return pages.stream().filter(page -> page.company().equals(company)).toList();
    }

    public List<TokenAsked> tokensAsked(String company) {
        return tokenCalls.stream()
                .filter(token -> token.company().equals(company))
                .toList();
    }

    public List<TrackingAsked> trackingAsked(String trackingNumber) {
        return trackingCalls.stream()
                .filter(call -> call.trackingNumber().equals(trackingNumber))
                .toList();
    }

    /** A token as token-manager would give it. */
    public static Answer tokenOf(String company, long generation) {
        return Answer.ok("""
                {"accessToken": "token-%s-%d", "tokenType": "Bearer", "generation": %d,
                 "expiresAt": "2099-01-01T00:00:00Z"}""".formatted(company, generation, generation));
    }

    private void page(HttpExchange exchange) throws IOException {
        JsonNode request = JSON.readTree(exchange.getRequestBody()).path("QuantumViewRequest");
        JsonNode subscription = request.path("SubscriptionRequest");
        JsonNode range = subscription.path("DateTimeRange");
        String grant = request.path("Request")
                .path("TransactionReference")
                .path("CustomerContext")
                .asString("");
        PageAsked asked = new PageAsked(
                grant.substring(0, grant.indexOf('/')),
                range.path("BeginDateTime").asString(""),
                range.path("EndDateTime").asString(""),
                request.path("Bookmark").asString(null),
                subscription.path("Name").asString(""),
                header(exchange, "Authorization"),
                header(exchange, "Accept"));
        pages.add(asked);
        answer(
                exchange,
                feeds.getOrDefault(asked.company(), page -> Answer.ok(Feeds.page(null)))
                        .apply(asked));
    }

    private void token(HttpExchange exchange) throws IOException {
        JsonNode body = JSON.readTree(exchange.getRequestBody().readAllBytes());
        TokenAsked asked = new TokenAsked(
                exchange.getRequestURI().getPath().split("/", -1)[3],
                body.has("refusedGeneration") ? body.path("refusedGeneration").asLong() : null,
                header(exchange, "Authorization"));
        tokenCalls.add(asked);
        answer(
                exchange,
                tokens.getOrDefault(asked.company(), token -> tokenOf(token.company(), 1))
                        .apply(asked));
    }

    private void tracking(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        TrackingAsked asked = new TrackingAsked(
                path.substring(path.lastIndexOf('/') + 1),
                header(exchange, "Authorization"),
                header(exchange, "Accept"));
        trackingCalls.add(asked);
        answer(
                exchange,
                trackings
                        .getOrDefault(
                                asked.trackingNumber(), call -> Answer.ok(Feeds.notTracked(call.trackingNumber())))
                        .apply(asked));
    }

    private static String header(HttpExchange exchange, String name) {
        String value = exchange.getRequestHeaders().getFirst(name);
        return value == null ? "" : value;
    }

    private static void answer(HttpExchange exchange, Answer answer) throws IOException {
        byte[] body = answer.body().getBytes(UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
