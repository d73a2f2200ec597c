package com.deliveryhistory.benchmarks.pages;

import com.deliveryhistory.benchmarks.query.History;
import com.deliveryhistory.benchmarks.report.Report;
import com.deliveryhistory.benchmarks.report.Samples;
import com.deliveryhistory.benchmarks.stage.HttpLoad;
import com.deliveryhistory.benchmarks.stage.ProcessorTime;
import com.deliveryhistory.benchmarks.stage.Scale;
import com.deliveryhistory.benchmarks.stage.Service;
import com.deliveryhistory.benchmarks.stage.Stage;
import com.deliveryhistory.benchmarks.stage.WarmUp;
import com.deliveryhistory.localstack.processes.StackFailure;
import com.deliveryhistory.localstack.settings.Part;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** The sign-in page, the opt-in screen and a delivery history, each beside bare pages of its size. */
public final class PagesBenchmark {

    private static final int USUAL_PACKAGES = 2_000;
    private static final int CALLERS = 8;
    private static final String PASSWORD = "correct-horse-benchmark";
    private static final double AIM = 0.8;

    private PagesBenchmark() {}

    public static Report run(Stage stage, Scale scale) {
        Service history = stage.historyWorker(
                Map.of("history.api.rate.per-second", 1_000_000, "history.api.rate.burst", 1_000_000));
        History.fill(stage.historyWorkersDatabase().getCollection("packages"), scale.amountOr(USUAL_PACKAGES));
        Service web = stage.optinWeb(Map.of(
                "accounts.import-file", accounts(stage.folder()).toUri().toString(),
                "history-worker.base-url", history.url().toString(),
                "usage.pages-per-minute", 100_000_000));
        stage.database(Part.OPTIN_WEB.label()).getCollection("grants").insertOne(activeGrant());
        Service bare = stage.ownService("bare-page", BarePage.class, Part.TOKEN_MANAGER, BarePage.SETTINGS);
        Visitor nobody = Visitor.at(web.url());
        Visitor notOptedIn = Visitor.signedIn(web.url(), "small-admin", PASSWORD);
        Visitor optedIn = Visitor.signedIn(web.url(), "large-admin", PASSWORD);
        List<Page> pages = List.of(
                new Page("sign-in page", "/sign-in", nobody, "id=\"sign-in\"", 0, AIM),
                new Page("opt-in screen", "/", notOptedIn, "opt-in-screen", BarePage.MOST_QUESTIONS, AIM),
                new Page("delivery history", "/", optedIn, "delivery-history", BarePage.MOST_QUESTIONS, null));
        Report.Builder report = Report.of("pages")
                .figure("processor cores", Runtime.getRuntime().availableProcessors(), "")
                .figure("callers at a time", CALLERS, "");
        try (HttpLoad load = new HttpLoad(CALLERS)) {
            for (Page page : pages) {
                measure(stage, scale, load, page, web, bare, report);
            }
        }
        report.figure("live heap of optin-web", web.liveHeap(), "MiB");
        return report.build();
    }

    private static void measure(
            Stage stage, Scale scale, HttpLoad load, Page page, Service web, Service bare, Report.Builder report) {
        String shown = page.visitor().read(page.path());
        if (!shown.contains(page.expected())) {
            throw StackFailure.because("%s is another page".formatted(page.what()));
        }
        int bytes = shown.getBytes(StandardCharsets.UTF_8).length;
        Side made = new Side(page.what(), web, load, page.visitor().request(page.path()));
        List<Side> besides = new ArrayList<>();
        String bareName = "bare page of %,d bytes, for the %s".formatted(bytes, page.what());
        besides.add(new Side(bareName, bare, load, bareRequest(bare, bytes, 0)));
        if (page.questions() > 0) {
            String asks = bareName + ", that asks the store %d times".formatted(page.questions());
            besides.add(new Side(asks, bare, load, bareRequest(bare, bytes, page.questions())));
        }
        stage.say("warming up: " + page.what());
        WarmUp.untilSteady(() ->
                besides.stream().map(side -> side.round(scale)).reduce(made.round(scale), ProcessorTime.Each::plus));
        made.forget();
        besides.forEach(Side::forget);
        for (int number = 1; number <= scale.rounds(); number++) {
            stage.say("%s, round %d of %d: %,.0f µs each, beside it %s"
                    .formatted(
                            page.what(),
                            number,
                            scale.rounds(),
                            made.round(scale).micros(),
                            besides.stream()
                                    .map(side ->
                                            "%,.0f".formatted(side.round(scale).micros()))
                                    .collect(Collectors.joining(", "))));
        }
        made.report(report);
        for (Side side : besides) {
            Double aim = side == besides.getLast() ? page.aim() : null;
            side.report(report);
            report.ratio(made.what, side.what, aim).ratio(side.cost(), made.cost(), aim);
        }
    }

    private static HttpRequest bareRequest(Service bare, int bytes, int questions) {
        return HttpRequest.newBuilder(bare.url().resolve(BarePage.path(bytes, questions)))
                .build();
    }

    /** Two companies: one has not opted in, the other one's packages are in the history. */
    private static Path accounts(Path folder) {
        List<String> companies = new ArrayList<>();
        for (String company : List.of("small", History.LARGE.value())) {
            companies.add("""
                    {"id":"%1$s","name":"Company %1$s","users":[{"name":"%1$s-admin","role":"ADMIN","password":"%2$s"}]}
                    """.formatted(company, PASSWORD));
        }
        try {
            return Files.writeString(
                    folder.resolve("pages-accounts.json"), "{\"companies\":[" + String.join(",", companies) + "]}");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As optin-web keeps what token-manager said. */
    private static Document activeGrant() {
        Date now = Date.from(Instant.now());
        Date later = Date.from(Instant.now().plus(Duration.ofDays(60)));
        return new Document("_id", History.LARGE + "/intelligent-delivery-history")
                .append("company", History.LARGE.value())
                .append("application", "intelligent-delivery-history")
                .append("state", "ACTIVE")
                .append("generation", 1L)
                .append("revision", 1L)
                .append("authorizedAt", now)
                .append("authorizedBy", "large-admin")
                .append("accessTokenExpiresAt", later)
                .append("refreshTokenExpiresAt", later)
                .append("toldAt", now);
    }

    /**
     * A page as somebody opens it.
     *
     * @param questions so many it asks the store
     * @param aim absent if it asks another service
     */
    private record Page(
            String what,
            String path,
            Visitor visitor,
            String expected,
            int questions,
            @Nullable Double aim) {}

    /** One side of a comparison. */
    private static final class Side {

        private final String what;
        private final Service service;
        private final HttpLoad load;
        private final HttpRequest request;
        private Samples rates = new Samples();
        private Samples costs = new Samples();
        private Samples latencies = new Samples();

        Side(String what, Service service, HttpLoad load, HttpRequest request) {
            this.what = what;
            this.service = service;
            this.load = load;
            this.request = request;
        }

        /** What a page cost. */
        ProcessorTime.Each round(Scale scale) {
            ProcessorTime before = service.processorTime();
            HttpLoad.Answers answers = load.during(scale.round(), number -> request);
            ProcessorTime.Each cost = service.processorTime()
                    .minus(before)
                    .each(answers.latencies().size());
            rates.add(answers.perSecond());
            costs.add(cost.micros());
            latencies.addAll(answers.latencies());
            return cost;
        }

        void forget() {
            rates = new Samples();
            costs = new Samples();
            latencies = new Samples();
        }

        String cost() {
            return what + ", processor time";
        }

        void report(Report.Builder report) {
            report.figure(what, rates, "a second")
                    .figure(cost(), costs, "µs each")
                    .figure(what + ", half within", latencies.percentile(0.5), "ms")
                    .figure(what + ", 99 % within", latencies.percentile(0.99), "ms");
        }
    }
}
