package com.deliveryhistory.localstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.deliveryhistory.localstack.processes.StackFailure;
import com.deliveryhistory.localstack.settings.Instance;
import com.deliveryhistory.localstack.settings.Part;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The stack with Kafka and the store as they are, and small programs in place of the services' boot jars. */
@Timeout(240) // a busy machine may start three brokers twice
class LocalStackTests {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    Path project;

    @BeforeEach
    void fakeProject() throws IOException {
        Files.writeString(project.resolve("pom.xml"), "<project/>");
        for (String module : List.of("infra/ups-sandbox", "token-manager", "history-worker", "optin-web")) {
            Path target = Files.createDirectories(project.resolve(module).resolve("target"));
            fakeBootJar(target.resolve(Path.of(module).getFileName() + ".jar"));
        }
        System.setProperty(ProjectFolder.PROPERTY, project.toString());
    }

    @AfterEach
    void realProject() {
        System.clearProperty(ProjectFolder.PROPERTY);
    }

    @Test
    void all_parts_run_a_killed_one_again_and_none_is_left_after_the_stop() {
        Map<Part, Long> pids;
        Path data;
        try (var stack =
                LocalStack.start(StackOptions.temporary().withSetting(Part.TOKEN_MANAGER, "extra", "setting"))) {
            assertThat(Part.values()).allMatch(stack::isReady);
            assertThat(stack.logs().resolve("token-manager.log"))
                    .content()
                    .contains(stack.mongodb(Part.TOKEN_MANAGER) + " setting");
            long pid = stack.pid(Part.HISTORY_WORKER);

            stack.kill(Part.HISTORY_WORKER);

            await().atMost(PATIENCE)
                    .until(() -> stack.pid(Part.HISTORY_WORKER) != pid && stack.isReady(Part.HISTORY_WORKER));
            pids = Stream.of(Part.values()).collect(Collectors.toMap(part -> part, stack::pid));
            data = stack.data();
        }
        assertThat(pids.values()).noneMatch(pid -> ProcessHandle.of(pid).isPresent());
        assertThat(data).doesNotExist();
    }

    @Test
    void only_wanted_parts_run_and_of_a_service_as_many_instances_as_wanted() {
        var second = new Instance(Part.TOKEN_MANAGER, 2);
        var options = StackOptions.temporary()
                .withParts(Part.MONGODB, Part.TOKEN_MANAGER)
                .withInstances(Part.TOKEN_MANAGER, 2)
                .withSetting(second, "extra", "only here");
        try (var stack = LocalStack.start(options)) {
            assertThat(stack.isReady(Part.TOKEN_MANAGER)).isTrue();
            assertThat(stack.isReady(second)).isTrue();
            assertThat(stack.logs().resolve("token-manager.log")).content().doesNotContain("only here");
            assertThat(stack.logs().resolve("token-manager-2.log")).content().contains("only here");
            assertThat(stack.logs().resolve("optin-web.log")).doesNotExist();
            long first = stack.pid(Part.TOKEN_MANAGER);
            long pid = stack.pid(second);

            stack.restart(second);

            await().atMost(PATIENCE).until(() -> stack.pid(second) != pid && stack.isReady(second));
            assertThat(stack.pid(Part.TOKEN_MANAGER)).isEqualTo(first);
        }
    }

    @Test
    void several_instances_have_one_address_which_leads_to_those_that_live() throws Exception {
        var options =
                StackOptions.temporary().withParts(Part.MONGODB, Part.OPTIN_WEB).withInstances(2);
        try (var stack = LocalStack.start(options)) {
            var first = Instance.first(Part.OPTIN_WEB);
            assertThat(stack.url(Part.OPTIN_WEB)).isNotEqualTo(stack.url(first));
            for (int call = 0; call < 4; call++) {
                assertThat(status(stack.url(Part.OPTIN_WEB))).isEqualTo(200);
            }
            long pid = stack.pid(first);

            stack.kill(first);

            await().atMost(PATIENCE).until(() -> stack.pid(first) != pid);
            assertThat(status(stack.url(Part.OPTIN_WEB))).isEqualTo(200);
        }
    }

    @Test
    void one_of_several_brokers_may_die_and_is_started_again() throws Exception {
        Path data = project.resolve("data");
        var one = StackOptions.temporary().withData(data).withParts(Part.KAFKA);
        try (var stack = LocalStack.start(one.withInstances(Part.KAFKA, 3))) {
            createTopic(stack, "kept");
            long pid = stack.pid(Part.KAFKA);

            stack.kill(Part.KAFKA);

            await().atMost(PATIENCE).until(() -> stack.pid(Part.KAFKA) != pid && stack.isReady(Part.KAFKA));
            assertThat(topics(stack)).contains("kept");
            assertThat(stack.ended()).isNotDone();
        }
        assertThatThrownBy(() -> LocalStack.start(one))
                .isInstanceOf(StackFailure.class)
                .hasMessageContaining("of 3 Kafka brokers, which cannot become 1");
        try (var stack = LocalStack.start(one.withInstances(Part.KAFKA, 3))) {
            assertThat(topics(stack)).contains("kept");
        }
    }

    @Test
    void a_service_runs_an_older_jar_until_it_is_restarted_even_if_it_is_killed_before(@TempDir Path older)
            throws IOException {
        fakeBootJar(older.resolve("token-manager.jar"));
        var instance = Instance.first(Part.TOKEN_MANAGER);
        var options = StackOptions.temporary()
                .withParts(Part.MONGODB, Part.TOKEN_MANAGER, Part.HISTORY_WORKER)
                .withOlderJars(older);
        try (var stack = LocalStack.start(options)) {
            assertThat(commandLine(stack, instance)).contains("older-jars");
            assertThat(commandLine(stack, Instance.first(Part.HISTORY_WORKER))).doesNotContain("older-jars");

            endAndAwait(stack, instance, stack::kill);
            assertThat(commandLine(stack, instance)).contains("older-jars");

            endAndAwait(stack, instance, stack::restart);
            assertThat(commandLine(stack, instance)).contains(project.toString());
        }
    }

    @Test
    void the_end_of_kafka_is_the_end_of_the_stack_and_its_data_is_kept() throws Exception {
        Path data = project.resolve("data");
        try (var stack = LocalStack.start(StackOptions.temporary().withData(data))) {
            createTopic(stack, "kept");
            stack.kill(Part.KAFKA);

            var failure =
                    stack.ended().get(PATIENCE.toSeconds(), TimeUnit.SECONDS).orElseThrow();

            assertThat(failure).hasMessageStartingWith("kafka died");
        }
        try (var stack = LocalStack.start(StackOptions.temporary().withData(data))) {
            assertThat(topics(stack)).contains("kept");
        }
    }

    @Test
    void a_taken_port_is_named_and_nothing_is_started() throws IOException {
        var options = StackOptions.temporary().withData(project.resolve("data"));
        try (var taken =
                new ServerSocket(options.addresses().port(Part.OPTIN_WEB), 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> LocalStack.start(options))
                    .isInstanceOf(StackFailure.class)
                    .hasMessageContaining("Port " + taken.getLocalPort())
                    .hasMessageContaining("optin-web");
        }
        assertThat(project.resolve("data")).doesNotExist();
    }

    @Test
    void a_part_that_is_not_built_is_named() throws IOException {
        Files.delete(project.resolve("token-manager/target/token-manager.jar"));

        assertThatThrownBy(() -> LocalStack.start(StackOptions.temporary()))
                .isInstanceOf(StackFailure.class)
                .hasMessageContaining("token-manager.jar is not built");
    }

    private static int status(URI address) throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(address.resolve("/readyz")).build();
            return http.send(request, BodyHandlers.discarding()).statusCode();
        }
    }

    private static String commandLine(LocalStack stack, Instance instance) {
        return ProcessHandle.of(stack.pid(instance))
                .orElseThrow()
                .info()
                .commandLine()
                .orElseThrow();
    }

    private static void endAndAwait(LocalStack stack, Instance instance, Consumer<Instance> end) {
        long pid = stack.pid(instance);
        end.accept(instance);
        await().atMost(PATIENCE).until(() -> stack.pid(instance) != pid && stack.isReady(instance));
    }

    private static void createTopic(LocalStack stack, String name) throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers", stack.kafka()))) {
            admin.createTopics(List.of(new NewTopic(name, 1, (short) 1))).all().get();
        }
    }

    private static Iterable<String> topics(LocalStack stack) throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers", stack.kafka()))) {
            return admin.listTopics().names().get();
        }
    }

    /** A jar with nothing but the way to the classes of these tests. */
    private static void fakeBootJar(Path jar) throws IOException {
        var manifest = new Manifest();
        var attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.put(Attributes.Name.MAIN_CLASS, FakeService.class.getName());
        attributes.put(
                Attributes.Name.CLASS_PATH,
                Stream.of(System.getProperty("java.class.path").split(":", -1))
                        .map(entry -> Path.of(entry).toUri().toString())
                        .collect(Collectors.joining(" ")));
        new JarOutputStream(Files.newOutputStream(jar), manifest).close();
    }
}
