package com.deliveryhistory.benchmarks.refresh;

import com.deliveryhistory.benchmarks.report.Report;
import com.deliveryhistory.benchmarks.report.Samples;
import com.deliveryhistory.benchmarks.stage.HttpLoad;
import com.deliveryhistory.benchmarks.stage.OptInFeed;
import com.deliveryhistory.benchmarks.stage.ProcessorTime;
import com.deliveryhistory.benchmarks.stage.Scale;
import com.deliveryhistory.benchmarks.stage.Service;
import com.deliveryhistory.benchmarks.stage.Stage;
import com.deliveryhistory.benchmarks.stage.Stopwatch;
import com.deliveryhistory.benchmarks.stage.WarmUp;
import com.deliveryhistory.events.Application;
import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.events.sealing.TokenPair;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bson.Document;

/** All grants fall due at once and are renewed at the sandbox, beside a loop that makes the same calls and no more. */
public final class RefreshBenchmark {

    private static final int USUAL_AMOUNT = 800;

    /** As many as token-manager does at a time unless it is told otherwise. */
    private static final int CONCURRENT = 32;

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String CLIENT_ID = "sbx-client-idh";
    private static final String RENEWED = "grants renewed by token-manager";
    private static final String BARE = "bare loop of the same calls";
    private static final String COST = "processor time of token-manager";
    private static final String COMPILING = "of that, compiling";

    private final Stage stage;
    private final Service tokens;
    private final MongoCollection<Document> grants;
    private final int amount;

    private RefreshBenchmark(Stage stage, Service tokens, int amount) {
        this.stage = stage;
        this.tokens = tokens;
        this.grants = stage.tokenManagersDatabase().getCollection("grants");
        this.amount = amount;
    }

    public static Report run(Stage stage, Scale scale) throws IOException {
        int amount = scale.amountOr(USUAL_AMOUNT);
        try (OptInFeed feed = new OptInFeed(stage);
                HttpLoad load = new HttpLoad(CONCURRENT)) {
            Service sandbox = stage.upsSandbox();
            UpsGrants ups = new UpsGrants(sandbox.url(), CLIENT_ID);
            Map<String, Object> settings = new HashMap<>(feed.settings());
            settings.put("grants.refresh.concurrent", CONCURRENT);
            // what waits for the next look at what is due is not what refreshing takes
            settings.put("grants.refresh.scan-interval", "250ms");
            RefreshBenchmark benchmark = new RefreshBenchmark(stage, stage.tokenManager(settings), amount);
            benchmark.optIn(feed, ups.issue(amount));
            String secret = Files.readString(stage.keys().resolve("intelligent-delivery-history.client-secret"))
                    .strip();
            BareLoop bare = new BareLoop(sandbox.url(), CLIENT_ID, secret, ups.issue(amount));
            return benchmark.measure(bare, load, scale.rounds());
        }
    }

    private Report measure(BareLoop bare, HttpLoad load, int rounds) {
        Samples renewed = new Samples();
        Samples loop = new Samples();
        Samples cost = new Samples();
        Samples compiling = new Samples();
        Samples latencies = new Samples();
        stage.say("warming up");
        WarmUp.untilSteady(() -> {
            bare.refreshAll(load);
            return renewAll().cost().each(amount);
        });
        for (int round = 1; round <= rounds; round++) {
            HttpLoad.Answers answers = bare.refreshAll(load);
            Renewed now = renewAll();
            loop.add(answers.perSecond());
            latencies.addAll(answers.latencies());
            renewed.add(now.perSecond());
            cost.add(now.cost().each(amount).micros());
            compiling.add(now.cost().each(amount).compilingMicros());
            stage.say("round %d of %d: %,.0f grants a second, bare loop %,.0f"
                    .formatted(round, rounds, now.perSecond(), answers.perSecond()));
        }
        Report.Builder report = Report.of("refresh")
                .figure("processor cores", Runtime.getRuntime().availableProcessors(), "")
                .figure("calls at a time", CONCURRENT, "")
                .figure(RENEWED, renewed, "a second")
                .figure(BARE, loop, "a second")
                .figure("bare call, half of them within", latencies.percentile(0.5), "ms")
                .figure("bare call, 99 % of them within", latencies.percentile(0.99), "ms")
                .figure(COST, cost, "µs each")
                .figure(COMPILING, compiling, "µs each")
                .figure("live heap of token-manager", tokens.liveHeap(), "MiB");
        tokens.residentMemory().ifPresent(kib -> report.figure("real memory of token-manager", kib / 1024.0, "MiB"));
        return report.ratio(RENEWED, BARE, 0.7).build();
    }

    private void optIn(OptInFeed feed, List<TokenPair> pairs) {
        Instant now = Instant.now();
        feed.publish(IntStream.range(0, amount)
                        .mapToObj(i -> feed.optIn(
                                new GrantId(new CompanyId("company-" + i), Application.INTELLIGENT_DELIVERY_HISTORY),
                                pairs.get(i),
                                now))
                        .toList())
                .run();
        stage.await("All opt-ins stored", PATIENCE, () -> grants.estimatedDocumentCount() >= amount);
        stage.await("All events told", PATIENCE, () -> grants.countDocuments(Filters.exists("relayAt")) == 0);
    }

    /** What renewing each grant once came to. */
    private record Renewed(double perSecond, ProcessorTime cost) {}

    private Renewed renewAll() {
        Date now = Date.from(Instant.now());
        Stopwatch watch = Stopwatch.start();
        ProcessorTime before = tokens.processorTime();
        grants.updateMany(Filters.exists("nextRefreshAt"), Updates.set("nextRefreshAt", now));
        // stops at the first that is left: a count would look through all of them, at the expense of what is measured
        stage.await(
                "All grants renewed",
                PATIENCE,
                () -> grants.find(Filters.lt("obtainedAt", now)).first() == null);
        double seconds = watch.seconds();
        return new Renewed(amount / seconds, tokens.processorTime().minus(before));
    }
}
