package com.deliveryhistory.benchmarks.apply;

import com.deliveryhistory.benchmarks.report.Report;
import com.deliveryhistory.benchmarks.report.Samples;
import com.deliveryhistory.benchmarks.stage.OptInFeed;
import com.deliveryhistory.benchmarks.stage.ProcessorTime;
import com.deliveryhistory.benchmarks.stage.Scale;
import com.deliveryhistory.benchmarks.stage.Service;
import com.deliveryhistory.benchmarks.stage.Stage;
import com.deliveryhistory.benchmarks.stage.Stopwatch;
import com.deliveryhistory.benchmarks.stage.WarmUp;
import com.deliveryhistory.events.Application;
import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.events.EventEnvelope;
import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.events.OptInEvent;
import com.deliveryhistory.events.sealing.TokenPair;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.bson.Document;

/**
 * Opt-ins that wait in Kafka become stored grants. Each round is of as many companies, each of which opts in to one more
 * application; the first round, in which the companies' data keys are made, is told apart.
 */
public final class ApplyBenchmark {

    private static final int USUAL_AMOUNT = 2_000;
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String SERVICE = "opt-ins applied by token-manager";
    private static final String UPSERTS = "bare bulk upserts of equal documents";
    private static final String ONE_CORE = "bare crypto on one core";
    private static final String ALL_CORES = "bare crypto on all cores";
    private static final String CRYPTO_COST_ALONE = "processor time of the bare crypto on one core";
    private static final String CRYPTO_COST = "processor time of the bare crypto on all cores";
    private static final String SERVICE_COST = "processor time of token-manager, all it does for an opt-in";

    private final Stage stage;
    private final OptInFeed feed;
    private final Service service;
    private final MongoCollection<Document> grants;
    private final int amount;
    private int round;

    private ApplyBenchmark(Stage stage, OptInFeed feed, Service service, int amount) {
        this.stage = stage;
        this.feed = feed;
        this.service = service;
        this.grants = stage.tokenManagersDatabase().getCollection("grants");
        this.amount = amount;
    }

    public static Report run(Stage stage, Scale scale) {
        try (OptInFeed feed = new OptInFeed(stage)) {
            Service service = stage.tokenManager(feed.settings());
            return new ApplyBenchmark(stage, feed, service, scale.amountOr(USUAL_AMOUNT)).measure(scale.rounds());
        }
    }

    /** One pass of the real thing. */
    private record Applied(double perSecond, double toldPerSecond, ProcessorTime.Each cost) {}

    private Report measure(int rounds) {
        Samples applied = new Samples();
        Samples told = new Samples();
        Samples serviceCost = new Samples();
        Samples compiling = new Samples();
        Samples upserts = new Samples();
        Samples oneCore = new Samples();
        Samples allCores = new Samples();
        Samples cryptoCostAlone = new Samples();
        Samples cryptoCost = new Samples();
        int cores = Runtime.getRuntime().availableProcessors();
        try (BareCrypto crypto = new BareCrypto(stage, feed.opener())) {
            stage.say("warming up: %,d opt-ins of new companies".formatted(amount));
            Applied first = apply(optIns());
            WarmUp.untilSteady(() -> {
                List<EventEnvelope<OptInEvent>> events = optIns();
                crypto.perSecond(events, cores);
                return apply(events).cost();
            });
            BareUpserts bare = new BareUpserts(stage.database("bare"), sample());
            bare.perSecond(amount);
            for (int i = 1; i <= rounds; i++) {
                List<EventEnvelope<OptInEvent>> events = optIns();
                BareCrypto.Speed alone = crypto.perSecond(events, 1);
                oneCore.add(alone.perSecond());
                cryptoCostAlone.add(alone.processorMicros());
                BareCrypto.Speed together = crypto.perSecond(events, cores);
                allCores.add(together.perSecond());
                cryptoCost.add(together.processorMicros());
                upserts.add(bare.perSecond(amount));
                Applied now = apply(events);
                applied.add(now.perSecond());
                told.add(now.toldPerSecond());
                serviceCost.add(now.cost().micros());
                compiling.add(now.cost().compilingMicros());
                stage.say("round %d of %d: %,.0f µs for an opt-in, bare crypto %,.0f"
                        .formatted(i, rounds, now.cost().micros(), together.processorMicros()));
            }
            Report.Builder report = Report.of("apply")
                    .figure("processor cores", cores, "")
                    .figure(SERVICE, applied, "a second")
                    .figure("the same until their events are in Kafka", told, "a second")
                    .figure("the same for companies that never opted in", first.perSecond(), "a second")
                    .figure(UPSERTS, upserts, "a second")
                    .figure(ONE_CORE, oneCore, "a second")
                    .figure(ALL_CORES, allCores, "a second")
                    .figure(CRYPTO_COST_ALONE, cryptoCostAlone, "µs each")
                    .figure(CRYPTO_COST, cryptoCost, "µs each")
                    .figure(SERVICE_COST, serviceCost, "µs each")
                    .figure("of that, compiling", compiling, "µs each")
                    .figure("live heap of token-manager", service.liveHeap(), "MiB");
            service.residentMemory()
                    .ifPresent(kib -> report.figure("real memory of token-manager", kib / 1024.0, "MiB"));
            return report.ratio(SERVICE, ALL_CORES, 0.8)
                    .ratio(SERVICE, ONE_CORE, null)
                    .ratio(SERVICE, UPSERTS, null)
                    .ratio(CRYPTO_COST, SERVICE_COST, 0.8)
                    .build();
        }
    }

    private List<EventEnvelope<OptInEvent>> optIns() {
        Application application = new Application("bench-" + round++);
        Instant now = Instant.now();
        return IntStream.range(0, amount)
                .parallel()
                .mapToObj(i -> feed.optIn(
                        new GrantId(new CompanyId("company-%06d".formatted(i)), application),
                        new TokenPair("at-".repeat(333) + i, "rt-".repeat(33) + i),
                        now))
                .toList();
    }

    private Applied apply(List<EventEnvelope<OptInEvent>> events) {
        int number = events.size();
        long before = grants.estimatedDocumentCount();
        Runnable start = feed.publish(events);
        ProcessorTime processorBefore = service.processorTime();
        Stopwatch watch = Stopwatch.start();
        start.run();
        stage.await("All opt-ins stored", PATIENCE, () -> grants.estimatedDocumentCount() >= before + number);
        double stored = watch.seconds();
        stage.await("All events told", PATIENCE, () -> grants.countDocuments(Filters.exists("relayAt")) == 0);
        double told = watch.seconds();
        ProcessorTime cost = service.processorTime().minus(processorBefore);
        return new Applied(number / stored, number / told, cost.each(number));
    }

    /** Grants as they are stored. */
    private List<Document> sample() {
        return grants.find().limit(500).into(new ArrayList<>());
    }
}
