package com.deliveryhistory.benchmarks.stage;

import com.deliveryhistory.localstack.agent.AgentJar;
import com.deliveryhistory.localstack.processes.Output;
import com.deliveryhistory.localstack.processes.Program;
import com.deliveryhistory.localstack.processes.Readiness;
import com.deliveryhistory.localstack.processes.StackFailure;
import com.deliveryhistory.localstack.processes.Supervisor;
import com.deliveryhistory.localstack.settings.Addresses;
import com.deliveryhistory.localstack.settings.DataFolder;
import com.deliveryhistory.localstack.settings.Instance;
import com.deliveryhistory.localstack.settings.LocalSettings;
import com.deliveryhistory.localstack.settings.Part;
import com.deliveryhistory.servers.KafkaProcess;
import com.deliveryhistory.servers.MongoProcess;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoDatabase;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;

/**
 * What one run needs: Kafka and a store, its own or given ones, and services, each a process of its own as in
 * production. Everything is on the loopback address and in a temporary folder, and gone when this is closed.
 */
public final class Stage implements AutoCloseable {

    private static final Duration START_PATIENCE = Duration.ofMinutes(2);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(20);
    private static final long LOOK_NANOS = 20_000_000;
    private static final String HEAP = "512m";

    private final Project project;
    private final GivenServers given;
    private final DataFolder data;
    private final Addresses addresses;
    private final LocalSettings settings;
    private final Supervisor supervisor;
    private final Path agent;
    private final Databases databases;
    private final Thread atTheEnd = new Thread(this::stop, "stop-benchmark");
    private final KafkaTopics topics;
    private boolean stopped;

    private Stage(Project project, GivenServers given) {
        this.project = project;
        this.given = given;
        this.data = DataFolder.temporary();
        this.addresses = Addresses.free();
        this.settings = LocalSettings.in(data.path(), addresses, 0);
        this.agent = AgentJar.writeTo(data.path());
        this.supervisor =
                new Supervisor(data.logs(), Output.SILENT, InstantSource.system(), STOP_PATIENCE, process -> {});
        String run = given.mongodb() == null
                ? ""
                : "bench-%08x-".formatted(ThreadLocalRandom.current().nextInt());
        this.topics = new KafkaTopics(kafka());
        this.databases = new Databases(
                given.mongodb() == null ? "mongodb://127.0.0.1:" + addresses.port(Part.MONGODB) : given.mongodb(), run);
    }

    /** Starts Kafka and the store, unless they are given, and makes the product's topics. */
    public static Stage open(Project project, GivenServers given) {
        Stage stage = new Stage(project, given);
        Runtime.getRuntime().addShutdownHook(stage.atTheEnd);
        try {
            List<Program> servers = new ArrayList<>();
            if (given.kafka() == null) {
                servers.add(stage.server("kafka", KafkaProcess.class, stage.addresses.port(Part.KAFKA), "768m"));
            }
            if (given.mongodb() == null) {
                servers.add(stage.server("mongodb", MongoProcess.class, stage.addresses.port(Part.MONGODB), "1g"));
            }
            stage.start(servers);
            stage.topics.makeProducts(given.kafka() == null ? Short.valueOf((short) 1) : null);
            return stage;
        } catch (RuntimeException e) {
            stage.close();
            throw e;
        }
    }

    /**
     * Starts token-manager.
     *
     * @param more settings beside or instead of the usual ones
     */
    public Service tokenManager(Map<String, Object> more) {
        Map<String, Object> all = new HashMap<>();
        // what a feed published becomes visible all at once
        all.put("spring.kafka.consumer.isolation-level", "read_committed");
        all.putAll(more);
        return ofTheProduct(Part.TOKEN_MANAGER, HEAP, all);
    }

    /**
     * Starts history-worker.
     *
     * @param more settings beside or instead of the usual ones
     */
    public Service historyWorker(Map<String, Object> more) {
        return historyWorker(HEAP, more);
    }

    /**
     * Starts history-worker.
     *
     * @param heap bound of its heap, e.g. {@code 256m}
     * @param more settings beside or instead of the usual ones
     */
    public Service historyWorker(String heap, Map<String, Object> more) {
        return ofTheProduct(Part.HISTORY_WORKER, heap, more);
    }

    /**
     * Starts optin-web.
     *
     * @param more settings beside or instead of the usual ones
     */
    public Service optinWeb(Map<String, Object> more) {
        return ofTheProduct(Part.OPTIN_WEB, HEAP, more);
    }

    private Service ofTheProduct(Part part, String heap, Map<String, Object> more) {
        String name = part.label();
        topics.uses(name);
        Map<String, Object> all = new HashMap<>(Map.of(
                "spring.kafka.bootstrap-servers", kafka(),
                "spring.mongodb.uri", databases.uri(name)));
        all.putAll(more);
        return service(
                name,
                List.of("-Xmx" + heap, "-jar", project.bootJar(name).toString()), // the last -Xmx counts
                settings.environment(Instance.first(part), all),
                addresses.url(part));
    }

    /** Starts the stand-in for UPS with a store of its own, as UPS has. */
    public Service upsSandbox() {
        start(List.of(server("ups-store", MongoProcess.class, upsStorePort(), "512m")));
        return service(
                Part.UPS_SANDBOX.label(),
                List.of("-jar", project.bootJar("infra/ups-sandbox").toString()),
                settings.environment(
                        Instance.first(Part.UPS_SANDBOX),
                        Map.of("spring.mongodb.uri", "mongodb://127.0.0.1:" + upsStorePort() + "/ups-sandbox")),
                addresses.url(Part.UPS_SANDBOX));
    }

    /**
     * Starts a service of the benchmark's own, which has token-manager's keys and callers.
     *
     * @param main a class of the benchmarks
     * @param absent a part that does not run meanwhile; the service takes its place
     */
    public Service ownService(String name, Class<?> main, Part absent, Map<String, Object> more) {
        Map<String, Object> all = new HashMap<>(Map.of(
                "server.port", addresses.port(absent),
                "management.server.port", addresses.managementPort(Instance.first(absent))));
        all.putAll(more);
        return service(
                name,
                List.of("-cp", System.getProperty("java.class.path"), main.getName()),
                settings.environment(Instance.first(Part.TOKEN_MANAGER), all),
                addresses.url(absent));
    }

    /**
     * Starts a standalone worker of Kafka Connect, which ends with the run.
     *
     * @param files writes its settings, given the port of its HTTP interface, then those of its connectors
     */
    public Service connectWorker(IntFunction<List<Path>> files) {
        topics.uses("connect-bench-sink");
        int port = addresses.port(Part.TOKEN_MANAGER);
        URI url = URI.create("http://127.0.0.1:" + port);
        List<String> command = java("512m");
        command.addAll(List.of(
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-cp",
                project.connectLibraries() + "/*",
                "org.apache.kafka.connect.cli.ConnectStandalone"));
        files.apply(port).forEach(file -> command.add(file.toString()));
        start(List.of(new Program(
                "connect-worker",
                true,
                command,
                Map.of(),
                data.path(),
                new Readiness.Answers(url.resolve("/connectors/bench-sink/status")))));
        return new Service("connect-worker", url, supervisor.pid("connect-worker"));
    }

    private Service service(String name, List<String> what, Map<String, String> environment, URI url) {
        List<String> command = java(HEAP);
        command.add("-XX:+UseSerialGC"); // as a container of this size gets it; the least work on few cores
        command.addAll(what);
        start(List.of(new Program(
                name, true, command, environment, data.path(), new Readiness.Answers(url.resolve("/readyz")))));
        return new Service(name, url, supervisor.pid(name));
    }

    /** The private key of a service, an EC key as JWK. */
    public Path keyOf(String service) {
        return keys().resolve(service + ".jwk");
    }

    /** Folder for keys, readable for its owner alone. */
    public Path keys() {
        return data.path().resolve("keys");
    }

    /** The run's own folder, which goes with it. */
    public Path folder() {
        return data.path();
    }

    public String kafka() {
        return given.kafka() == null ? addresses.kafka() : given.kafka();
    }

    /** token-manager's database, or one beside it. */
    public MongoDatabase database(String name) {
        return databases.open(name);
    }

    /** For a client of the store. */
    public MongoClientSettings clientSettings() {
        return databases.settings();
    }

    /** Connection string that names a database beside the product's. */
    public String mongodb(String name) {
        return databases.uri(name);
    }

    public MongoDatabase historyWorkersDatabase() {
        return database(Part.HISTORY_WORKER.label());
    }

    public MongoDatabase tokenManagersDatabase() {
        return database(Part.TOKEN_MANAGER.label());
    }

    /** Says what is going on; reports alone go to the standard output. */
    public void say(String line) {
        System.err.println(line);
    }

    /**
     * Waits until something is so, looking often.
     *
     * @throws StackFailure naming what was waited for, if it takes too long or a program has died
     */
    public void await(String what, Duration patience, BooleanSupplier condition) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            requireRunning();
            if (System.nanoTime() > deadline) {
                throw StackFailure.because("%s: not within %d s".formatted(what, patience.toSeconds()));
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private void requireRunning() {
        supervisor.ended().getNow(Optional.empty()).ifPresent(failure -> {
            throw failure;
        });
    }

    private void start(List<Program> programs) {
        if (!programs.isEmpty()) {
            supervisor.start(programs);
            supervisor.awaitReady(START_PATIENCE);
        }
    }

    private Program server(String name, Class<?> main, int port, String heap) {
        List<String> command = java(heap);
        command.add("-XX:+UseSerialGC");
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(Integer.toString(port), data.path().resolve(name).toString()));
        return new Program(name, true, command, Map.of(), data.path(), new Readiness.Says("ready on port"));
    }

    private List<String> java(String heap) {
        return new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "--enable-native-access=ALL-UNNAMED",
                "-javaagent:" + agent));
    }

    private int upsStorePort() {
        return addresses.managementPort(Instance.first(Part.OPTIN_WEB));
    }

    /** Makes a topic of the benchmark's own, which goes with the run. */
    public void makeTopic(String name, int partitions) {
        topics.make(name, partitions);
    }

    /** Leaves given servers as they were, and ends everything else. */
    @Override
    public void close() {
        stop();
        Runtime.getRuntime().removeShutdownHook(atTheEnd);
    }

    private synchronized void stop() {
        if (stopped) {
            return;
        }
        stopped = true;
        supervisor.stop();
        try {
            leaveNothingBehind();
        } catch (RuntimeException e) {
            say("Something was left behind at the given servers: " + e.getMessage());
        }
        databases.close();
        data.close();
    }

    private void leaveNothingBehind() {
        if (given.mongodb() != null) {
            databases.drop();
        }
        if (given.kafka() != null) {
            topics.delete();
        }
    }
}
