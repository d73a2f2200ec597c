package com.deliveryhistory.localstack;

import com.deliveryhistory.localstack.agent.AgentJar;
import com.deliveryhistory.localstack.identityprovider.IdentityProviderProcess;
import com.deliveryhistory.localstack.mailbox.MailboxProcess;
import com.deliveryhistory.localstack.processes.Program;
import com.deliveryhistory.localstack.processes.Readiness;
import com.deliveryhistory.localstack.settings.Accounts;
import com.deliveryhistory.localstack.settings.Addresses;
import com.deliveryhistory.localstack.settings.DataFolder;
import com.deliveryhistory.localstack.settings.Instance;
import com.deliveryhistory.localstack.settings.KafkaCluster;
import com.deliveryhistory.localstack.settings.LocalSettings;
import com.deliveryhistory.localstack.settings.Part;
import com.deliveryhistory.localstack.traces.TraceFile;
import com.deliveryhistory.servers.ClusterNode;
import com.deliveryhistory.servers.KafkaProcess;
import com.deliveryhistory.servers.MongoProcess;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The command line of each part. */
final class Programs {

    private final ProjectFolder project;
    private final DataFolder data;
    private final KafkaCluster cluster;
    private final Addresses addresses;
    private final LocalSettings settings;
    private final StackOptions options;
    private final Map<String, Object> tracing;
    private final Path agent;
    private final Map<Path, Path> copies = new HashMap<>();

    Programs(
            ProjectFolder project,
            DataFolder data,
            KafkaCluster cluster,
            LocalSettings settings,
            StackOptions options,
            @Nullable TraceFile traces) {
        this.project = project;
        this.data = data;
        this.cluster = cluster;
        this.addresses = options.addresses();
        this.settings = settings;
        this.options = options;
        this.tracing = traces == null ? Map.of() : traces.settings();
        this.agent = AgentJar.writeTo(data.path());
    }

    Program of(Instance instance) {
        return switch (instance.part()) {
            case KAFKA -> broker(instance);
            case MONGODB -> server(instance, MongoProcess.class, "256m");
            case MAILBOX -> server(instance, MailboxProcess.class, "64m", String.valueOf(addresses.mailServerPort()));
            case IDENTITY_PROVIDER ->
                server(
                        instance,
                        IdentityProviderProcess.class,
                        "64m",
                        "%s/sso/%s/callback".formatted(addresses.url(Part.OPTIN_WEB), Accounts.WITH_IDENTITY_PROVIDER));
            case UPS_SANDBOX, TOKEN_MANAGER, HISTORY_WORKER, OPTIN_WEB -> service(instance);
        };
    }

    /** One of several is started again when it has died. */
    private Program broker(Instance instance) {
        List<Integer> controllerPorts = addresses.controllerPorts();
        var node = new ClusterNode(cluster.id(), instance.number(), controllerPorts);
        return server(instance, controllerPorts.size() == 1, KafkaProcess.class, "384m", KafkaProcess.arguments(node));
    }

    private Program server(Instance instance, Class<?> main, String heap, String... more) {
        return server(instance, true, main, heap, more);
    }

    private Program server(Instance instance, boolean vital, Class<?> main, String heap, String... more) {
        List<String> command = java(heap);
        command.addAll(List.of("-cp", classPath(), main.getName()));
        command.addAll(List.of(
                String.valueOf(addresses.port(instance)), data.of(instance).toString()));
        command.addAll(List.of(more));
        return new Program(
                instance.label(),
                vital,
                command,
                settings.environment(instance, Map.of()),
                data.path(),
                new Readiness.Says("ready on port"));
    }

    /** What an instance of a service runs from its first restart on, if it starts from an older jar. */
    Optional<Program> successorOf(Instance instance) {
        return olderJar(instance.part()).map(older -> service(instance, project.jar(instance.part())));
    }

    private Program service(Instance instance) {
        Part part = instance.part();
        return service(instance, olderJar(part).map(this::copied).orElseGet(() -> project.jar(part)));
    }

    private Optional<Path> olderJar(Part part) {
        return Optional.ofNullable(options.olderJars())
                .filter(folder -> part.isService())
                .map(folder -> folder.resolve(part.label() + ".jar"))
                .filter(Files::isRegularFile);
    }

    /** In a folder of its own, as a jar is unpacked beside itself. */
    private Path copied(Path older) {
        return copies.computeIfAbsent(older, this::copy);
    }

    private Path copy(Path older) {
        try {
            String name = older.getFileName().toString();
            Path folder =
                    Files.createDirectories(data.path().resolve("older-jars").resolve(name.replace(".jar", "")));
            return Files.copy(older, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot copy " + older, e);
        }
    }

    private Program service(Instance instance, Path file) {
        List<String> command = java("256m");
        command.addAll(options.quickStarts() ? quickStart(instance, file) : List.of("-jar", file.toString()));
        Map<String, Object> more = new HashMap<>(tracing);
        more.putAll(options.settingsOf(instance));
        Map<String, String> environment = settings.environment(instance, more);
        // what an operator does by a command is none of it
        data.keepEnvironment(instance, settings.environment(instance, options.settingsOf(instance)));
        return new Program(
                instance.label(),
                false,
                command,
                environment,
                data.of(instance),
                new Readiness.Answers(addresses.url(instance).resolve("/readyz")));
    }

    private static List<String> quickStart(Instance instance, Path file) {
        var jar = new BootJar(file);
        // two that stop at once must not write one archive
        return instance.number() == 1 ? jar.serviceArguments() : jar.commandArguments();
    }

    /** For a quick start and a small size, which is what counts here, rather than for speed in the long run. */
    private List<String> java(String heap) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx" + heap, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("-javaagent:" + agent);
        return command;
    }

    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
