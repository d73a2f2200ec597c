package com.deliveryhistory.systemtests.history;

import static org.awaitility.Awaitility.await;

import com.deliveryhistory.events.Application;
import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.events.EventCodec;
import com.deliveryhistory.events.EventEnvelope;
import com.deliveryhistory.events.GrantEvent;
import com.deliveryhistory.events.GrantEvent.GrantActivated;
import com.deliveryhistory.events.GrantState;
import com.deliveryhistory.events.GrantStatus;
import com.deliveryhistory.events.Topics;
import com.deliveryhistory.localstack.LocalStack;
import com.deliveryhistory.localstack.StackOptions;
import com.deliveryhistory.localstack.settings.Part;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.bson.Document;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A stack with history-worker and no other service: the test tells it of grants and hands it tokens as token-manager
 * would. Each company has an account of its own at the sandbox, whose feed holds a week of files.
 */
final class Collection implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String WORKER = Part.HISTORY_WORKER.label();

    private final LocalStack stack;
    private final HttpServer tokenManager;
    private final Map<String, String> tokens = new ConcurrentHashMap<>();
    private final Map<CompanyId, String> accounts = new LinkedHashMap<>();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final MongoClient store;

    /**
     * Starts it.
     *
     * @param companies how many; none of them has opted in yet
     * @param packagesPerDay of each company
     * @param seed of all feeds
     */
    Collection(int companies, int packagesPerDay, long seed) throws IOException {
        tokenManager = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        tokenManager.createContext("/v1/grants/", this::token);
        tokenManager.start();
        stack = LocalStack.start(StackOptions.temporary()
                .withCompanies(companies)
                .withParts(Part.KAFKA, Part.MONGODB, Part.UPS_SANDBOX, Part.HISTORY_WORKER)
                .withSetting(Part.UPS_SANDBOX, "sandbox.feed.seed", Long.toString(seed))
                .withSetting(Part.UPS_SANDBOX, "sandbox.feed.packages-per-day", packagesPerDay)
                .withSetting(Part.UPS_SANDBOX, "sandbox.feed.live-interval", "0s")
                .withSetting(Part.UPS_SANDBOX, "sandbox.feed.later-interval", "0s")
                .withSetting(Part.UPS_SANDBOX, "sandbox.feed.history", "15d")
                .withSetting(Part.UPS_SANDBOX, "sandbox.quantum-view.page-size", "60KB")
                .withSetting(
                        Part.HISTORY_WORKER,
                        "token-manager.base-url",
                        "http://localhost:" + tokenManager.getAddress().getPort())
                // one collection each, which is not over before the test is; what fails is tried again soon
                .withSetting(Part.HISTORY_WORKER, "history.poll-interval", "2h")
                .withSetting(Part.HISTORY_WORKER, "history.pages-per-turn", 7)
                .withSetting(Part.HISTORY_WORKER, "history.tick", "100ms")
                .withSetting(Part.HISTORY_WORKER, "history.first-retry", "200ms")
                .withSetting(Part.HISTORY_WORKER, "history.longest-retry", "1s")
                .withSetting(Part.HISTORY_WORKER, "ups.pace.at-once", 16)
                .withSetting(Part.HISTORY_WORKER, "ups.pace.per-second", 500)
                .withSetting(Part.HISTORY_WORKER, "ups.pace.recovery", "2s")
                .withSetting(Part.HISTORY_WORKER, "ups.pace.first-pause", "200ms")
                .withSetting(Part.HISTORY_WORKER, "ups.pace.longest-pause", "1s"));
        store = MongoClients.create(stack.mongodb(Part.HISTORY_WORKER));
        for (int number = 1; number <= companies; number++) {
            accounts.put(new CompanyId("c%05d".formatted(number)), "C%05d".formatted(number));
        }
        // packages are complete without Tracking: it answers nonsense, which says nothing against the feed
        fault("/api/track", "'kind':'GARBAGE','garbage':'WRONG_SHAPE'");
    }

    LocalStack stack() {
        return stack;
    }

    Map<CompanyId, String> accounts() {
        return accounts;
    }

    MongoDatabase database() {
        return store.getDatabase(WORKER);
    }

    /** All companies opt in at once. */
    void optIn() throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers", stack.kafka()))) {
            admin.createTopics(List.of(Topics.GRANT.toNewTopic((short) 1)))
                    .all()
                    .get();
        }
        for (CompanyId company : accounts.keySet()) {
            JsonNode issued = JSON.readTree(post(
                    "/sandbox/grants",
                    "{\"client\":\"sbx-client-idh\",\"user\":\"%s-ups\",\"count\":1}".formatted(company)));
            tokens.put(company.value(), issued.path(0).path("access_token").asString());
        }
        try (var producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", stack.kafka()), new StringSerializer(), new ByteArraySerializer())) {
            for (CompanyId company : accounts.keySet()) {
                producer.send(EventCodec.GRANT.encode(activated(company))).get();
            }
        }
    }

    private static EventEnvelope<GrantEvent> activated(CompanyId company) {
        Instant now = Instant.now();
        return new EventEnvelope<>(
                UUID.randomUUID().toString(),
                EventEnvelope.source("token-manager"),
                now,
                new GrantActivated(new GrantStatus(
                        company,
                        Application.INTELLIGENT_DELIVERY_HISTORY,
                        GrantState.ACTIVE,
                        null,
                        1,
                        1,
                        now,
                        "admin",
                        now.plusSeconds(3600),
                        now.plusSeconds(86_400),
                        null)));
    }

    /** Switches a fault of the sandbox on, written as JSON with single quotes. */
    void fault(String path, String fault) {
        post("/sandbox/faults", "{\"path\":\"%s\",%s}".formatted(path, fault.replace('\'', '"')));
    }

    long recordsStored() {
        return database().getCollection("records").estimatedDocumentCount();
    }

    boolean isComplete() {
        return database().getCollection("collections").countDocuments(Filters.exists("lastSuccessAt"))
                == accounts.size();
    }

    void awaitWorker() {
        await("history-worker to be back").atMost(PATIENCE).until(() -> stack.isReady(Part.HISTORY_WORKER));
    }

    /** The whole feed of an account between these times, both included: a line of JSON per record. */
    Stream<JsonNode> feed(String account, Instant from, Instant to) {
        URI address =
                stack.url(Part.UPS_SANDBOX).resolve("/sandbox/feed/%s?from=%s&to=%s".formatted(account, from, to));
        return send(HttpRequest.newBuilder(address).GET()).lines().map(JSON::readTree);
    }

    List<Document> packages(CompanyId company) {
        return database()
                .getCollection("packages")
                .find(Filters.eq("companyId", company.value()))
                .into(new ArrayList<>());
    }

    private String post(String path, String json) {
        return send(HttpRequest.newBuilder(stack.url(Part.UPS_SANDBOX).resolve(path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json)));
    }

    private String send(HttpRequest.Builder request) {
        try {
            var answer = http.send(request.timeout(PATIENCE).build(), BodyHandlers.ofString());
            if (answer.statusCode() / 100 != 2) {
                throw new AssertionError("The sandbox answers " + answer.statusCode() + " " + answer.body());
            }
            return answer.body();
        } catch (IOException e) {
            throw new AssertionError("The sandbox does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private void token(HttpExchange exchange) throws IOException {
        String company = exchange.getRequestURI().getPath().split("/", -1)[3];
        byte[] answer = """
                {"accessToken": "%s", "tokenType": "Bearer", "generation": 1, "expiresAt": "%s"}""".formatted(
                tokens.getOrDefault(company, ""), Instant.now().plusSeconds(3000)).getBytes(StandardCharsets.UTF_8);
        exchange.getRequestBody().readAllBytes();
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    @Override
    public void close() {
        store.close();
        stack.close();
        tokenManager.stop(0);
        http.close();
    }
}
