package com.deliveryhistory.localstack;

import com.deliveryhistory.localstack.processes.Console;
import com.deliveryhistory.localstack.processes.StackFailure;
import com.deliveryhistory.localstack.settings.Accounts;
import com.deliveryhistory.localstack.settings.Addresses;
import com.deliveryhistory.localstack.settings.Part;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line of {@code infra/run}. */
@Command(
        name = "infra/run",
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = {
            "Runs everything on this machine: Kafka, a MongoDB-compatible store, a stand-in for UPS.com and the three"
                    + " services. Builds first what is not built. Ctrl-C stops all of it; data is kept.",
            ""
        },
        subcommands = {DemoCommand.class, OperateCommand.class, SecretsCommand.class})
public final class RunCommand implements Callable<Integer> {

    private static final int MOST_INSTANCES = 5;
    private static final Set<Integer> NUMBERS_OF_BROKERS = Set.of(1, 3, 5);

    @Spec
    @Nullable
    CommandSpec spec;

    @Option(names = "--fresh", description = "Delete the data of earlier runs first.")
    boolean fresh;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Keep data in DIR instead of .local-stack in the project.")
    @Nullable
    Path data;

    @Mixin
    CompaniesOption companies = new CompaniesOption();

    @Option(
            names = "--instances",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "Run N instances of each service, on ports 100 apart (8180, 8280...), behind the usual address;"
                            + " 1 unless said.")
    int instances;

    @Option(
            names = "--brokers",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "Run N brokers of Kafka: 1, or 3 or 5, of which one or two may die; each record is on three of"
                            + " them. The number belongs to the data; 1 unless said.")
    int brokers;

    @Option(
            names = "--trace",
            paramLabel = "FILE",
            description = "Write what the services do, span by span, to FILE as lines of JSON; replaces what it holds.")
    @Nullable
    Path trace;

    @Option(names = "--port-offset", paramLabel = "N", description = "Add N to every port.")
    int portOffset;

    @Option(names = "--free-ports", description = "Use ports that happen to be free.")
    boolean freePorts;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    public static void main(String[] arguments) {
        var commandLine = new CommandLine(new RunCommand()).setExecutionExceptionHandler(RunCommand::report);
        Runtime.getRuntime().exit(commandLine.execute(arguments));
    }

    @Override
    public Integer call() {
        int added = companies.number();
        if (instances < 1 || instances > MOST_INSTANCES) {
            throw wrong("--instances takes a number from 1 to " + MOST_INSTANCES);
        }
        if (!NUMBERS_OF_BROKERS.contains(brokers)) {
            throw wrong("--brokers takes 1, 3 or 5: a majority has to be left when one dies");
        }
        if (freePorts && portOffset != 0) {
            throw wrong("--free-ports and --port-offset exclude each other");
        }
        var console = new Console(System.out, isTerminal());
        Path folder = data == null ? ProjectFolder.find().root().resolve(".local-stack") : data;
        var addresses = freePorts ? Addresses.free() : Addresses.usual(portOffset);
        var options = StackOptions.in(folder, addresses, console)
                .withFresh(fresh)
                .withCompanies(added)
                .withInstances(instances)
                .withInstances(Part.KAFKA, brokers)
                .withTraces(trace);
        long start = System.nanoTime();
        try (var stack = LocalStack.start(options)) {
            console.print(welcome(stack, (System.nanoTime() - start) / 1e9, added));
            console.showLogs();
            Optional<StackFailure> failure = stack.ended().join();
            if (failure.isPresent()) {
                throw failure.get();
            }
            return CommandLine.ExitCode.OK;
        }
    }

    private static String welcome(LocalStack stack, double seconds, int companies) {
        String more = companies == 0 ? "" : ", c00001-admin... c%05d-admin".formatted(companies);
        String moreUps = companies == 0 ? "" : ", c00001-ups... c%05d-ups".formatted(companies);
        return """

                Ready after %.0f s.

                  Application    %s   sign in: acme-admin, acme-user, globex-admin%s; password %s
                  UPS.com        %s   (sandbox) acme-ups, globex-ups%s; password %s; profile page /profile
                  token-manager  %s   health, metrics: %s
                  history-worker %s   health, metrics: %s%s
                  Kafka          %s          topics optin.events.v1, grant.events.v1, delivery.events.v1
                  Mailbox        %s   every mail that the application sends
                  Identity prov. %s   of Globex: sign in as globex-admin@globex.example
                  MongoDB        mongodb://127.0.0.1:%d
                  Data           %s
                  Logs           %s

                Ctrl-C stops everything; data is kept.
                """.formatted(
                        seconds,
                        stack.url(Part.OPTIN_WEB),
                        more,
                        Accounts.PASSWORD,
                        stack.url(Part.UPS_SANDBOX),
                        moreUps,
                        Accounts.UPS_PASSWORD,
                        stack.url(Part.TOKEN_MANAGER),
                        stack.managementUrl(Part.TOKEN_MANAGER).resolve("/actuator"),
                        stack.url(Part.HISTORY_WORKER),
                        stack.managementUrl(Part.HISTORY_WORKER).resolve("/actuator"),
                        instances(stack),
                        stack.kafka(),
                        stack.url(Part.MAILBOX),
                        stack.url(Part.IDENTITY_PROVIDER),
                        stack.port(Part.MONGODB),
                        stack.data(),
                        stack.logs());
    }

    /** Where each instance is, if there are several; else nothing. */
    private static String instances(LocalStack stack) {
        return Part.services().stream()
                .filter(service -> stack.instances(service).size() > 1)
                .flatMap(service -> stack.instances(service).stream())
                .map(instance -> "%n    %-16s %s   health, metrics: %s"
                        .formatted(
                                instance.part() + " " + instance.number(),
                                stack.url(instance),
                                stack.managementUrl(instance).resolve("/actuator")))
                .collect(Collectors.joining());
    }

    /** What the starting script found out: Java can tell a terminal only from version 22 on. */
    private static boolean isTerminal() {
        return Boolean.getBoolean("delivery-history.terminal") && System.getenv("NO_COLOR") == null;
    }

    private ParameterException wrong(String message) {
        return new ParameterException(Optional.ofNullable(spec).orElseThrow().commandLine(), message);
    }

    private static int report(Exception e, CommandLine commandLine, CommandLine.ParseResult parsed) throws Exception {
        if (!(e instanceof StackFailure failure)) {
            throw e;
        }
        if (!failure.lastLines().isEmpty()) {
            System.err.println("Its last lines:");
            failure.lastLines().forEach(line -> System.err.println("  " + line));
        }
        System.err.println(failure.getMessage());
        return CommandLine.ExitCode.SOFTWARE;
    }
}
