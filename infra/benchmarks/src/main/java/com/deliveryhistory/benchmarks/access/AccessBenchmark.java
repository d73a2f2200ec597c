package com.deliveryhistory.benchmarks.access;

import com.deliveryhistory.benchmarks.report.Report;
import com.deliveryhistory.benchmarks.report.Samples;
import com.deliveryhistory.benchmarks.stage.Caller;
import com.deliveryhistory.benchmarks.stage.HttpLoad;
import com.deliveryhistory.benchmarks.stage.OptInFeed;
import com.deliveryhistory.benchmarks.stage.ProcessorTime;
import com.deliveryhistory.benchmarks.stage.Scale;
import com.deliveryhistory.benchmarks.stage.Service;
import com.deliveryhistory.benchmarks.stage.Stage;
import com.deliveryhistory.benchmarks.stage.WarmUp;
import com.deliveryhistory.events.Application;
import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.events.sealing.TokenPair;
import com.deliveryhistory.localstack.settings.Part;
import com.mongodb.client.MongoCollection;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.bson.Document;

/** Tokens that are still good are handed out over HTTP, one grant after the other in turn. */
public final class AccessBenchmark {

    private static final int USUAL_GRANTS = 200;
    private static final int CALLERS = 16;
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String HANDED = "tokens handed out by token-manager";
    private static final String EMPTY = "calls of an empty endpoint with the same authentication";
    private static final String HANDED_COST = "processor time of token-manager";
    private static final String EMPTY_COST = "processor time of the empty endpoint's service";

    private AccessBenchmark() {}

    public static Report run(Stage stage, Scale scale) {
        int grants = scale.amountOr(USUAL_GRANTS);
        try (OptInFeed feed = new OptInFeed(stage);
                HttpLoad load = new HttpLoad(CALLERS)) {
            Map<String, Object> settings = new HashMap<>(feed.settings());
            // the limit is there, and is never reached
            settings.put("access.rate.per-second", 1_000_000);
            settings.put("access.rate.burst", 1_000_000);
            Service tokens = stage.tokenManager(settings);
            Service empty =
                    stage.ownService("empty-endpoint", EmptyEndpoint.class, Part.OPTIN_WEB, EmptyEndpoint.SETTINGS);
            optIn(stage, feed, grants);
            Side handed = new Side(tokens);
            Side nothing = new Side(empty);
            Caller caller = Caller.of("history-worker", stage.keyOf("history-worker"));
            URI emptyAddress = empty.url().resolve(EmptyEndpoint.PATH);
            Runnable round = () -> {
                String authorization = caller.authorization("token-manager");
                HttpRequest emptyCall = request(emptyAddress, authorization);
                nothing.measure(() -> load.during(scale.round(), number -> emptyCall));
                handed.measure(() ->
                        load.during(scale.round(), number -> request(address(tokens, number % grants), authorization)));
            };
            stage.say("warming up");
            WarmUp.untilSteady(() -> {
                round.run();
                return handed.lastCost.plus(nothing.lastCost);
            });
            handed.forget();
            nothing.forget();
            for (int number = 1; number <= scale.rounds(); number++) {
                round.run();
                stage.say("round %d of %d: %,.0f µs each, the empty endpoint %,.0f"
                        .formatted(number, scale.rounds(), handed.lastCost.micros(), nothing.lastCost.micros()));
            }
            Report.Builder report = Report.of("access")
                    .figure("processor cores", Runtime.getRuntime().availableProcessors(), "")
                    .figure("callers at a time", CALLERS, "")
                    .figure(HANDED, handed.rates, "a second")
                    .figure(EMPTY, nothing.rates, "a second");
            handed.latencies(report, "handing out");
            nothing.latencies(report, "empty endpoint");
            report.figure(HANDED_COST, handed.costs, "µs each")
                    .figure("of that, compiling", handed.compiling, "µs each")
                    .figure(EMPTY_COST, nothing.costs, "µs each")
                    .figure("of that, compiling", nothing.compiling, "µs each")
                    .figure("live heap of token-manager", tokens.liveHeap(), "MiB");
            tokens.residentMemory()
                    .ifPresent(kib -> report.figure("real memory of token-manager", kib / 1024.0, "MiB"));
            return report.ratio(HANDED, EMPTY, 0.8)
                    .ratio(EMPTY_COST, HANDED_COST, 0.8)
                    .build();
        }
    }

    private static void optIn(Stage stage, OptInFeed feed, int grants) {
        MongoCollection<Document> stored = stage.tokenManagersDatabase().getCollection("grants");
        Instant now = Instant.now();
        feed.publish(IntStream.range(0, grants)
                        .mapToObj(i -> feed.optIn(grant(i), new TokenPair("at-".repeat(333) + i, "rt-" + i), now))
                        .toList())
                .run();
        stage.await("All opt-ins stored", PATIENCE, () -> stored.estimatedDocumentCount() >= grants);
    }

    private static GrantId grant(int number) {
        return new GrantId(new CompanyId("company-" + number), Application.INTELLIGENT_DELIVERY_HISTORY);
    }

    private static URI address(Service tokens, int number) {
        return tokens.url().resolve("/v1/grants/" + grant(number) + "/access-token");
    }

    private static HttpRequest request(URI address, String authorization) {
        return HttpRequest.newBuilder(address)
                .header("Authorization", authorization)
                .POST(HttpRequest.BodyPublishers.noBody())
                .timeout(Duration.ofSeconds(20))
                .build();
    }

    /** One side of the comparison. */
    private static final class Side {

        private final Service service;
        private Samples rates = new Samples();
        private Samples costs = new Samples();
        private Samples compiling = new Samples();
        private Samples latencies = new Samples();
        private ProcessorTime.Each lastCost = new ProcessorTime.Each(0, 0);

        Side(Service service) {
            this.service = service;
        }

        void measure(Supplier<HttpLoad.Answers> round) {
            ProcessorTime before = service.processorTime();
            HttpLoad.Answers answers = round.get();
            ProcessorTime used = service.processorTime().minus(before);
            lastCost = used.each(answers.latencies().size());
            compiling.add(lastCost.compilingMicros());
            rates.add(answers.perSecond());
            costs.add(lastCost.micros());
            latencies.addAll(answers.latencies());
        }

        void forget() {
            rates = new Samples();
            costs = new Samples();
            compiling = new Samples();
            latencies = new Samples();
        }

        void latencies(Report.Builder report, String what) {
            report.figure(what + ", half of the calls within", latencies.percentile(0.5), "ms")
                    .figure(what + ", 95 % of the calls within", latencies.percentile(0.95), "ms")
                    .figure(what + ", 99 % of the calls within", latencies.percentile(0.99), "ms");
        }
    }
}
