package com.deliveryhistory.benchmarks.query;

import com.deliveryhistory.benchmarks.report.Report;
import com.deliveryhistory.benchmarks.report.Samples;
import com.deliveryhistory.benchmarks.stage.Caller;
import com.deliveryhistory.benchmarks.stage.HttpLoad;
import com.deliveryhistory.benchmarks.stage.Scale;
import com.deliveryhistory.benchmarks.stage.Service;
import com.deliveryhistory.benchmarks.stage.Stage;
import com.mongodb.client.MongoCollection;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.bson.Document;

/** Lists, text filters and summaries of a company that has a fifth of all packages, and the index that serves each. */
public final class QueryBenchmark {

    private static final int USUAL_PACKAGES = 20_000;
    private static final int CALLERS = 4;
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final List<String> INDEXED =
            List.of("companyId_1_position_-1", "companyId_1_words_1_position_-1", "companyId_1_deliveredOn_1");

    private QueryBenchmark() {}

    /** A question, with what a word of its answer must be. */
    private record Question(String what, String path, String expected) {}

    public static Report run(Stage stage, Scale scale) {
        int amount = scale.amountOr(USUAL_PACKAGES);
        MongoCollection<Document> packages = stage.database("history-worker").getCollection("packages");
        try (HttpLoad load = new HttpLoad(CALLERS)) {
            Service history = stage.historyWorker(
                    Map.of("history.api.rate.per-second", 1_000_000, "history.api.rate.burst", 1_000_000));
            stage.await("Indexes made", PATIENCE, () -> hasIndexes(packages));
            stage.say("filling in %,d packages".formatted(amount));
            History.fill(packages, amount);
            Caller caller = Caller.of("optin-web", stage.keyOf("optin-web"));
            IndexUse use = new IndexUse(packages);
            Report.Builder report = Report.of("query")
                    .figure("packages", amount, "")
                    .figure("packages of the company", Math.ceilDiv(amount, 5), "")
                    .figure("callers at a time", CALLERS, "");
            for (Question question : questions()) {
                Asked asked = new Asked(history, caller, question);
                String index = String.join(", ", use.of(() -> load.times(1, asked.request(), asked::check)));
                load.during(scale.round(), asked.request());
                Samples latencies = new Samples();
                for (int round = 0; round < scale.rounds(); round++) {
                    latencies.addAll(load.during(scale.round(), asked.request()).latencies());
                }
                String by = index.isEmpty() ? "no index named" : index;
                stage.say("%s: %s".formatted(question.what(), by));
                report.figure(question.what() + " (" + by + "), half within", latencies.percentile(0.5), "ms")
                        .figure(question.what() + ", 99 % within", latencies.percentile(0.99), "ms");
            }
            return report.build();
        }
    }

    private static List<Question> questions() {
        String end = History.END.toLocalDate().toString();
        String week = History.END.toLocalDate().minusDays(6).toString();
        String month = History.END.toLocalDate().minusDays(29).toString();
        String year = History.END.toLocalDate().minusDays(History.DAYS).toString();
        String middle = History.END.toLocalDate().minusDays(History.DAYS / 2).toString();
        String number = History.trackingNumber(15);
        return List.of(
                new Question("a package", "/packages/" + number, number),
                new Question("the first page", "/packages", "nextCursor"),
                new Question("a page in the middle", "/packages?to=" + middle, "nextCursor"),
                new Question(
                        "delivered in a week", "/packages?status=DELIVERED&from=" + week + "&to=" + end, "DELIVERED"),
                new Question("text: a whole number", "/packages?text=" + number, number),
                new Question("text: beginning of a name", "/packages?text=customer15", "Customer15"),
                new Question("text: what all have", "/packages?text=1za1b2", "nextCursor"),
                new Question(
                        "text, status and dates", "/packages?text=roswell&status=EXCEPTION&from=" + month, "packages"),
                new Question("summary of a month", "/summary?from=" + month + "&to=" + end, "WEATHER"),
                new Question("summary of a year", "/summary?from=" + year + "&to=" + end, "WEATHER"));
    }

    private static boolean hasIndexes(MongoCollection<Document> packages) {
        List<String> names =
                packages.listIndexes().map(index -> index.getString("name")).into(new ArrayList<>());
        return names.containsAll(INDEXED);
    }

    /** A question as it is sent. */
    private record Asked(Service history, Caller caller, Question question) {

        IntFunction<HttpRequest> request() {
            HttpRequest request = HttpRequest.newBuilder(
                            history.url().resolve("/v1/companies/" + History.LARGE + question.path()))
                    .header("Authorization", caller.authorization("history-worker", History.LARGE))
                    .timeout(Duration.ofSeconds(20))
                    .build();
            return number -> request;
        }

        void check(byte[] answer, int number) {
            if (!new String(answer, StandardCharsets.UTF_8).contains(question.expected())) {
                throw new IllegalStateException(question.what() + ": not in the answer: " + question.expected());
            }
        }
    }
}
