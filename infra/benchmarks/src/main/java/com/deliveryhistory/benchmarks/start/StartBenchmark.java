package com.deliveryhistory.benchmarks.start;

import com.deliveryhistory.benchmarks.report.Report;
import com.deliveryhistory.benchmarks.report.Samples;
import com.deliveryhistory.benchmarks.stage.GivenServers;
import com.deliveryhistory.benchmarks.stage.Project;
import com.deliveryhistory.benchmarks.stage.Scale;
import com.deliveryhistory.benchmarks.stage.Service;
import com.deliveryhistory.benchmarks.stage.Stopwatch;
import com.deliveryhistory.localstack.LocalStack;
import com.deliveryhistory.localstack.StackOptions;
import com.deliveryhistory.localstack.processes.StackFailure;
import com.deliveryhistory.localstack.settings.Part;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The whole local stack from nothing to ready, as {@code infra/run} starts it: services unpacked, with an archive of
 * their loaded classes. Beside it the same with each service started from its boot jar as it is.
 */
public final class StartBenchmark {

    /** Half and a little more of a plain start's time. */
    private static final double AIM = 1 / 0.55;

    private static final List<Part> SERVICES =
            List.of(Part.UPS_SANDBOX, Part.TOKEN_MANAGER, Part.HISTORY_WORKER, Part.OPTIN_WEB);

    private StartBenchmark() {}

    /** Runs on nothing but stacks of its own. */
    public static Report run(Project project, GivenServers given, Scale scale) {
        if (given.kafka() != null || given.mongodb() != null) {
            throw StackFailure.because(
                    "start measures stacks with servers of their own: leave out --kafka and --mongodb");
        }
        var plain = new Side("plain", StackOptions.temporary().withPlainStarts());
        var prepared = new Side("prepared", StackOptions.temporary());
        System.err.println("preparing: the first stop writes the archives");
        prepared.round();
        prepared.forget();
        for (int round = 1; round <= scale.rounds(); round++) {
            System.err.printf(
                    "round %d of %d: plain %.1f s, prepared %.1f%n",
                    round, scale.rounds(), plain.round(), prepared.round());
        }
        Report.Builder report = Report.of("start")
                .figure("processor cores", Runtime.getRuntime().availableProcessors(), "");
        plain.report(report);
        prepared.report(report);
        report.ratio(plain.whole(), prepared.whole(), AIM);
        SERVICES.forEach(service -> report.ratio(plain.cost(service), prepared.cost(service), AIM));
        return report.build();
    }

    /** One way to start. */
    private static final class Side {

        private final String name;
        private final StackOptions options;
        private Samples seconds = new Samples();
        private final Map<Part, Samples> costs = new EnumMap<>(Part.class);
        private final Map<Part, Samples> memory = new EnumMap<>(Part.class);

        Side(String name, StackOptions options) {
            this.name = name;
            this.options = options;
            forget();
        }

        void forget() {
            seconds = new Samples();
            SERVICES.forEach(service -> {
                costs.put(service, new Samples());
                memory.put(service, new Samples());
            });
        }

        /** Starts, reads and stops; returns the seconds to ready. */
        double round() {
            Stopwatch watch = Stopwatch.start();
            try (LocalStack stack = LocalStack.start(options)) {
                double ready = watch.seconds();
                seconds.add(ready);
                costs.forEach((service, samples) -> {
                    var process = new Service(service.label(), stack.url(service), stack.pid(service));
                    samples.add(process.processorTime().all().toMillis() / 1e3);
                    process.residentMemory()
                            .ifPresent(kib -> samplesOf(memory, service).add(kib / 1024.0));
                });
                return ready;
            }
        }

        void report(Report.Builder report) {
            report.figure(whole(), seconds, "s");
            costs.forEach((service, samples) -> report.figure(cost(service), samples, "s"));
            memory.forEach((service, samples) -> {
                if (samples.size() > 0) {
                    report.figure("%s, %s, real memory when ready".formatted(service.label(), name), samples, "MiB");
                }
            });
        }

        String whole() {
            return "whole stack to ready, " + name;
        }

        String cost(Part service) {
            return "%s, %s, processor time to ready".formatted(service.label(), name);
        }

        private static Samples samplesOf(Map<Part, Samples> all, Part service) {
            return all.computeIfAbsent(service, added -> new Samples());
        }
    }
}
