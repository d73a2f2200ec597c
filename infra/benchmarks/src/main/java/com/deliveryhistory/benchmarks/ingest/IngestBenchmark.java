package com.deliveryhistory.benchmarks.ingest;

import com.deliveryhistory.benchmarks.report.Report;
import com.deliveryhistory.benchmarks.report.Samples;
import com.deliveryhistory.benchmarks.stage.ProcessorTime;
import com.deliveryhistory.benchmarks.stage.Scale;
import com.deliveryhistory.benchmarks.stage.Service;
import com.deliveryhistory.benchmarks.stage.Stage;
import com.deliveryhistory.benchmarks.stage.Stopwatch;
import com.deliveryhistory.benchmarks.stage.WarmUp;
import com.deliveryhistory.events.Application;
import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.events.EventCodec;
import com.deliveryhistory.events.EventEnvelope;
import com.deliveryhistory.events.GrantEvent;
import com.deliveryhistory.events.GrantEvent.GrantActivated;
import com.deliveryhistory.events.GrantState;
import com.deliveryhistory.events.GrantStatus;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.bson.Document;

/**
 * Companies that have just opted in get their week of history: recorded pages of UPS's feed become stored records, stored
 * packages and published events. Beside it, the documents that this ends with are written by bare bulk upserts, and from
 * Kafka by MongoDB's sink connector.
 */
public final class IngestBenchmark {

    private static final int USUAL_AMOUNT = 20_000;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** All that history-worker may use for its objects, whatever it takes in: half of what its pods in a cluster have. */
    private static final String HEAP = "384m";

    private static final String INGEST = "documents stored by history-worker, their events published";
    private static final String UPSERTS = "bare bulk upserts of the same documents";
    private static final String SINK = "the same documents through MongoDB's sink connector";

    private final Stage stage;
    private final RecordedPages pages;
    private final Service worker;
    private final MongoDatabase database;
    private final int companies;
    private final KafkaProducer<String, byte[]> grants;
    private int round;

    private IngestBenchmark(
            Stage stage, RecordedPages pages, Service worker, int companies, KafkaProducer<String, byte[]> grants) {
        this.stage = stage;
        this.pages = pages;
        this.worker = worker;
        this.database = stage.historyWorkersDatabase();
        this.companies = companies;
        this.grants = grants;
    }

    public static Report run(Stage stage, Scale scale) throws IOException {
        stage.say("recording a week of feed");
        RecordedPages pages = RecordedPages.record(stage.upsSandbox().url(), "sbx-client-idh", "acme-ups");
        int companies = Math.max(1, scale.amountOr(USUAL_AMOUNT) / pages.records());
        try (Replay replay = new Replay(pages);
                KafkaProducer<String, byte[]> grants = new KafkaProducer<>(
                        Map.of("bootstrap.servers", stage.kafka()),
                        new StringSerializer(),
                        new ByteArraySerializer())) {
            Service worker = stage.historyWorker(
                    HEAP,
                    Map.of(
                            "ups.base-url",
                            replay.address(),
                            "token-manager.base-url",
                            replay.address(),
                            // all pages in one slice, as they were recorded, and no second collection
                            "history.slice-length",
                            "7d",
                            "history.poll-interval",
                            "12h",
                            "history.pages-per-turn",
                            100,
                            "history.tick",
                            "50ms",
                            // UPS is not what is measured
                            "ups.pace.at-once",
                            64,
                            "ups.pace.per-second",
                            10_000));
            return new IngestBenchmark(stage, pages, worker, companies, grants).measure(scale.rounds());
        }
    }

    /** One pass of the real thing. */
    private record Ingested(double seconds, ProcessorTime cost) {}

    private Report measure(int rounds) throws IOException {
        int records = pages.records() * companies;
        stage.say("warming up: %,d companies with %,d records each".formatted(companies, pages.records()));
        WarmUp.untilSteady(() -> ingest().cost().each(records));
        double heapBefore = worker.liveHeap();
        Documents documents = Documents.of(database, company(0, 0));
        double perRecord = documents.count() / (double) pages.records();
        BareUpserts bare = new BareUpserts(likeTheWorkers("bare", documents), documents);
        bare.seconds(companies);
        likeTheWorkers("sink", documents);
        Samples ingested = new Samples();
        Samples cost = new Samples();
        Samples compiling = new Samples();
        Samples upserts = new Samples();
        Samples sunk = new Samples();
        Samples sinkCost = new Samples();
        try (SinkConnector sink = new SinkConnector(stage, documents)) {
            WarmUp.untilSteady(() -> {
                ProcessorTime before = sink.processorTime();
                sink.seconds(companies);
                return sink.processorTime().minus(before).each(records);
            });
            for (int i = 1; i <= rounds; i++) {
                double documentsOfARound = perRecord * records;
                upserts.add(documentsOfARound / bare.seconds(companies));
                ProcessorTime sinkBefore = sink.processorTime();
                sunk.add(documentsOfARound / sink.seconds(companies));
                sinkCost.add(sink.processorTime()
                        .minus(sinkBefore)
                        .each((long) documentsOfARound)
                        .micros());
                Ingested now = ingest();
                ingested.add(documentsOfARound / now.seconds());
                cost.add(now.cost().each(records).micros());
                compiling.add(now.cost().each(records).compilingMicros());
                stage.say("round %d of %d: %,.0f records a second".formatted(i, rounds, records / now.seconds()));
            }
        }
        Report.Builder report = Report.of("ingest")
                .figure("processor cores", Runtime.getRuntime().availableProcessors(), "")
                .figure("records of a round", records, "")
                .figure("documents for each record", perRecord, "")
                .figure("records taken in by history-worker", ingested.median() / perRecord, "a second")
                .figure(INGEST, ingested, "a second")
                .figure(UPSERTS, upserts, "a second")
                .figure(SINK, sunk, "a second")
                .figure("processor time of history-worker", cost, "µs a record")
                .figure("of which its compilers", compiling, "µs a record")
                .figure("processor time of the connector's worker", sinkCost, "µs a document")
                .figure("bound of history-worker's heap", Double.parseDouble(HEAP.replace("m", "")), "MiB")
                .figure("its live heap before the rounds", heapBefore, "MiB")
                .figure("its live heap after them", worker.liveHeap(), "MiB");
        worker.residentMemory().ifPresent(kib -> report.figure("its real memory", kib / 1024.0, "MiB"));
        return report.ratio(INGEST, UPSERTS, 0.6).ratio(INGEST, SINK, 1.0).build();
    }

    private Ingested ingest() {
        int thisRound = round++;
        ProcessorTime before = worker.processorTime();
        Stopwatch watch = Stopwatch.start();
        Future<?> last = IntStream.range(0, companies)
                .mapToObj(i -> grants.send(EventCodec.GRANT.encode(activated(company(thisRound, i)))))
                .reduce((earlier, later) -> later)
                .orElseThrow();
        stage.await("All histories complete", PATIENCE, () -> last.isDone() && complete(thisRound) == companies);
        double seconds = watch.seconds();
        return new Ingested(seconds, worker.processorTime().minus(before));
    }

    private long complete(int ofRound) {
        return database.getCollection("collections")
                .countDocuments(Filters.and(
                        Filters.exists("lastSuccessAt"), Filters.regex("companyId", "^round-%d-".formatted(ofRound))));
    }

    private static String company(int ofRound, int number) {
        return "round-%d-%d".formatted(ofRound, number);
    }

    /** A database whose collections have the indexes that history-worker's have. */
    private MongoDatabase likeTheWorkers(String name, Documents documents) {
        MongoDatabase other = stage.database(name);
        for (String collection : documents.byCollection().keySet()) {
            for (Document index : database.getCollection(collection).listIndexes()) {
                index.remove("ns");
                if (!"_id_".equals(index.getString("name"))) {
                    other.runCommand(new Document("createIndexes", collection).append("indexes", List.of(index)));
                }
            }
        }
        return other;
    }

    private static EventEnvelope<GrantEvent> activated(String company) {
        Instant now = Instant.now();
        return new EventEnvelope<>(
                UUID.randomUUID().toString(),
                EventEnvelope.source("token-manager"),
                now,
                new GrantActivated(new GrantStatus(
                        new CompanyId(company),
                        Application.INTELLIGENT_DELIVERY_HISTORY,
                        GrantState.ACTIVE,
                        null,
                        1,
                        1,
                        now,
                        "bench-admin",
                        now.plusSeconds(3600),
                        now.plusSeconds(86_400),
                        null)));
    }
}
