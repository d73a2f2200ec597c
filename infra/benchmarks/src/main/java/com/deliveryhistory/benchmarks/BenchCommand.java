package com.deliveryhistory.benchmarks;

import com.deliveryhistory.benchmarks.access.AccessBenchmark;
import com.deliveryhistory.benchmarks.apply.ApplyBenchmark;
import com.deliveryhistory.benchmarks.ingest.IngestBenchmark;
import com.deliveryhistory.benchmarks.pages.PagesBenchmark;
import com.deliveryhistory.benchmarks.query.QueryBenchmark;
import com.deliveryhistory.benchmarks.refresh.RefreshBenchmark;
import com.deliveryhistory.benchmarks.report.Report;
import com.deliveryhistory.benchmarks.report.ReportFile;
import com.deliveryhistory.benchmarks.report.Table;
import com.deliveryhistory.benchmarks.stage.GivenServers;
import com.deliveryhistory.benchmarks.stage.Project;
import com.deliveryhistory.benchmarks.stage.Scale;
import com.deliveryhistory.benchmarks.start.StartBenchmark;
import com.deliveryhistory.localstack.processes.StackFailure;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command line of {@code infra/bench}. */
@Command(
        name = "infra/bench",
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = {
            "Measures a part of the product beside the least that the same work can cost, prints a table and writes"
                    + " infra/benchmarks/target/NAME.json. Without addresses it starts servers of its own, which end"
                    + " with it and leave nothing behind.",
            ""
        })
public final class BenchCommand implements Callable<Integer> {

    private static final Map<String, Benchmark> BENCHMARKS = new TreeMap<>(Map.of(
            "apply", Benchmark.onStage(ApplyBenchmark::run),
            "refresh", Benchmark.onStage(RefreshBenchmark::run),
            "access", Benchmark.onStage(AccessBenchmark::run),
            "ingest", Benchmark.onStage(IngestBenchmark::run),
            "query", Benchmark.onStage(QueryBenchmark::run),
            "pages", Benchmark.onStage(PagesBenchmark::run),
            "start", StartBenchmark::run));

    @Spec
    @Nullable
    CommandSpec spec;

    @Parameters(
            paramLabel = "NAME",
            description = {
                "apply: opt-in events in Kafka to stored grants.",
                "refresh: due grants to renewed grants.",
                "access: handing out a token that is still good.",
                "ingest: pages of UPS's feed to stored packages and published events.",
                "query: lists, text filters and summaries of a large history.",
                "pages: pages of the web application.",
                "start: from nothing to a stack that is ready, and what its services need for that."
            })
    String name = "";

    @Option(
            names = "--kafka",
            paramLabel = "HOST:PORT",
            description = "A Kafka that has none of the product's topics; they are made there and deleted again.")
    @Nullable
    String kafka;

    @Option(
            names = "--mongodb",
            paramLabel = "URI",
            description = "A MongoDB; databases whose names start with bench- are made there and dropped again.")
    @Nullable
    String mongodb;

    @Option(names = "--rounds", paramLabel = "N", description = "Rounds of which the medians count (default: 5).")
    int rounds = 5;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            description =
                    "How long a round of access and pages takes on each side, and of query for each question (default: 4).")
    int seconds = 4;

    @Option(
            names = "--amount",
            paramLabel = "N",
            description = "Events or grants in a round of apply and refresh, packages of query (default: what suits).")
    int amount;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    public static void main(String[] arguments) {
        CommandLine command = new CommandLine(new BenchCommand())
                .setParameterExceptionHandler(BenchCommand::explain)
                .setExecutionExceptionHandler(BenchCommand::report);
        Runtime.getRuntime().exit(command.execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        Benchmark benchmark = BENCHMARKS.get(name);
        if (benchmark == null) {
            throw wrong(
                    "There is no benchmark %s; there are %s".formatted(name, String.join(", ", BENCHMARKS.keySet())));
        }
        if (rounds < 1 || seconds < 1 || amount < 0) {
            throw wrong("--rounds, --seconds and --amount take positive numbers");
        }
        Project project = Project.find();
        GivenServers given = new GivenServers(kafka, mongodb);
        Report report = benchmark.run(project, given, new Scale(rounds, seconds, amount));
        System.out.print(Table.of(report));
        System.out.println("Written to " + project.relative(ReportFile.write(report, project.reports())));
        return CommandLine.ExitCode.OK;
    }

    private ParameterException wrong(String message) {
        return new ParameterException(Optional.ofNullable(spec).orElseThrow().commandLine(), message);
    }

    /** One line: the usage is a --help away. */
    private static int explain(ParameterException e, String[] arguments) {
        System.err.println(e.getMessage() + " (see infra/bench --help)");
        return CommandLine.ExitCode.USAGE;
    }

    private static int report(Exception e, CommandLine command, CommandLine.ParseResult parsed) throws Exception {
        if (!(e instanceof StackFailure failure)) {
            throw e;
        }
        failure.lastLines().forEach(line -> System.err.println("  " + line));
        System.err.println(failure.getMessage());
        return CommandLine.ExitCode.SOFTWARE;
    }
}
