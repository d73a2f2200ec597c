package com.deliveryhistory.localstack;

import com.deliveryhistory.localstack.forwarding.Forwarder;
import com.deliveryhistory.localstack.processes.Output;
import com.deliveryhistory.localstack.processes.Program;
import com.deliveryhistory.localstack.processes.StackFailure;
import com.deliveryhistory.localstack.processes.Supervisor;
import com.deliveryhistory.localstack.settings.Addresses;
import com.deliveryhistory.localstack.settings.DataFolder;
import com.deliveryhistory.localstack.settings.Instance;
import com.deliveryhistory.localstack.settings.KafkaCluster;
import com.deliveryhistory.localstack.settings.LocalSettings;
import com.deliveryhistory.localstack.settings.Part;
import com.deliveryhistory.localstack.traces.TraceFile;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A running stack: every part a process of its own, on the loopback address. */
public final class LocalStack implements AutoCloseable {

    private static final Duration START_PATIENCE = Duration.ofMinutes(5);

    /** A service that stops for the first time writes its archive of classes, see {@link BootJar}. */
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(45);

    private final DataFolder data;
    private final Addresses addresses;
    private final Output output;
    private final Supervisor supervisor;
    private final List<Forwarder> forwarders = new CopyOnWriteArrayList<>();
    private final Map<Instance, Program> successors = new ConcurrentHashMap<>();
    private final @Nullable TraceFile traces;
    private boolean stopped;

    private LocalStack(
            DataFolder data, Addresses addresses, Output output, Supervisor supervisor, @Nullable TraceFile traces) {
        this.data = data;
        this.addresses = addresses;
        this.output = output;
        this.supervisor = supervisor;
        this.traces = traces;
    }

    /**
     * Starts a stack and returns when all of its parts are ready. If that fails, or the JVM ends meanwhile, nothing is
     * left running.
     *
     * @throws StackFailure saying why it cannot start
     */
    public static LocalStack start(StackOptions options) {
        var project = ProjectFolder.find();
        Part.services().stream().filter(options.parts()::contains).forEach(project::jar);
        options.addresses().requireFree(options.parts());
        Path folder = options.data();
        Path traceFile = options.traces();
        var traces = traceFile == null ? null : TraceFile.open(traceFile);
        var data = folder == null ? DataFolder.temporary() : DataFolder.open(folder, options.fresh());
        var supervisor = new Supervisor(
                data.logs(),
                options.output(),
                InstantSource.system(),
                STOP_PATIENCE,
                process -> data.remember(process.toHandle()));
        var stack = new LocalStack(data, options.addresses(), options.output(), supervisor, traces);
        var atTheEnd = new Thread(stack::stop, "stop-local-stack");
        Runtime.getRuntime().addShutdownHook(atTheEnd);
        try {
            var cluster = KafkaCluster.in(
                    data.path(), options.addresses().instances(Part.KAFKA).size());
            var settings = LocalSettings.in(data.path(), options.addresses(), options.companies());
            stack.startParts(new Programs(project, data, cluster, settings, options, traces), options.parts());
            return stack;
        } catch (RuntimeException e) {
            stack.stop();
            throw e;
        }
    }

    private void startParts(Programs programs, Set<Part> parts) {
        for (Instance instance : addresses.instances()) {
            programs.successorOf(instance).ifPresent(successor -> successors.put(instance, successor));
        }
        startTogether(programs, parts, Part.KAFKA, Part.MONGODB, Part.MAILBOX, Part.IDENTITY_PROVIDER);
        supervisor.awaitReady(START_PATIENCE);
        startTogether(programs, parts, Part.UPS_SANDBOX);
        addresses.shared().stream().filter(parts::contains).forEach(this::forward);
        startTogether(programs, parts, Part.TOKEN_MANAGER, Part.HISTORY_WORKER, Part.OPTIN_WEB);
        supervisor.awaitReady(START_PATIENCE);
    }

    private void startTogether(Programs programs, Set<Part> wanted, Part... parts) {
        List<Part> some = Stream.of(parts).filter(wanted::contains).toList();
        supervisor.start(addresses.instances().stream()
                .filter(instance -> some.contains(instance.part()))
                .map(programs::of)
                .toList());
    }

    private void forward(Part service) {
        forwarders.add(Forwarder.start(
                addresses.port(service),
                addresses.instances(service).stream().map(addresses::port).toList()));
    }

    /**
     * Base address of a part that speaks HTTP, e.g. {@code http://localhost:8080}; of several instances of a service the
     * one that leads to any of them.
     */
    public URI url(Part part) {
        return addresses.url(part);
    }

    public URI url(Instance instance) {
        return addresses.url(instance);
    }

    /** Base address of a service's management endpoints, e.g. {@code /actuator/prometheus}. */
    public URI managementUrl(Part part) {
        return managementUrl(Instance.first(part));
    }

    public URI managementUrl(Instance instance) {
        return URI.create("http://localhost:" + addresses.managementPort(instance));
    }

    public int port(Part part) {
        return addresses.port(part);
    }

    /** Kafka's {@code bootstrap.servers}. */
    public String kafka() {
        return addresses.kafka();
    }

    /** Connection string of a part's database. */
    public String mongodb(Part part) {
        return addresses.mongodb(part.label());
    }

    /** Names of the parts that keep a database. */
    public static List<String> databases() {
        return Stream.of(Part.UPS_SANDBOX, Part.TOKEN_MANAGER, Part.HISTORY_WORKER, Part.OPTIN_WEB)
                .map(Part::label)
                .toList();
    }

    /** Folder with a log file per part. */
    public Path logs() {
        return data.logs();
    }

    /** The file that all spans are written to, as lines of JSON, if there is one. */
    public Optional<Path> traces() {
        return Optional.ofNullable(traces).map(TraceFile::file);
    }

    /** Keeps the data and logs of a stack in a temporary folder when it stops. */
    public void keepData() {
        data.keep();
    }

    public Path data() {
        return data.path();
    }

    /**
     * Ends the first instance of a part as {@code kill -9} does. A service is then started again, and one of several
     * brokers; the end of the only broker or of the store is the stack's.
     */
    public void kill(Part part) {
        kill(Instance.first(part));
    }

    public void kill(Instance instance) {
        supervisor.kill(instance.label());
    }

    /** All instances of a part. */
    public List<Instance> instances(Part part) {
        return addresses.instances(part);
    }

    /**
     * Asks an instance of a service to end, as SIGTERM does; it is started again when it has, from this build's jar even if
     * it was an older one before.
     */
    public void restart(Instance instance) {
        Program successor = successors.get(instance);
        if (successor == null) {
            supervisor.terminate(instance.label());
        } else {
            supervisor.replace(successor);
        }
    }

    /** Process id of a part; another one after a restart. */
    public long pid(Part part) {
        return pid(Instance.first(part));
    }

    public long pid(Instance instance) {
        return supervisor.pid(instance.label());
    }

    public boolean isReady(Part part) {
        return isReady(Instance.first(part));
    }

    public boolean isReady(Instance instance) {
        return supervisor.isReady(instance.label());
    }

    /** Completes with the failure when the stack has failed and is still to be stopped; empty when it was stopped. */
    public CompletableFuture<Optional<StackFailure>> ended() {
        return supervisor.ended();
    }

    /** Stops all parts in the reverse order of their starts and returns when none runs any more. */
    public synchronized void stop() {
        if (stopped) {
            return;
        }
        stopped = true;
        output.say("local-stack", "stopping");
        supervisor.stop();
        if (traces != null) {
            traces.close(); // with what the services sent as their last
        }
        forwarders.forEach(Forwarder::close);
        data.close();
        output.say("local-stack", "stopped");
    }

    @Override
    public void close() {
        stop();
    }
}
