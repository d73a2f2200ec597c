package com.deliveryhistory.localstack.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupervisorTests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private final RecordedOutput output = new RecordedOutput();
    private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private Supervisor supervisor;

    @BeforeEach
    void useFolder() {
        supervisor = supervise(PATIENCE);
    }

    @AfterEach
    void stopAll() {
        supervisor.stop();
    }

    @Test
    void programs_run_with_their_environment_and_a_log_file_each() {
        supervisor.start(List.of(service("one", "runs"), service("two", "runs")));

        supervisor.awaitReady(PATIENCE);

        assertThat(folder.resolve("one.log")).content().contains("heard hello");
        assertThat(folder.resolve("two.log")).content().contains("heard hello");
        assertThat(output.logged).contains("one: fake is ready, heard hello");
        assertThat(output.said).anyMatch(line -> line.startsWith("one: ready in"));
    }

    @Test
    void a_service_that_is_killed_is_started_again_and_that_is_said() {
        supervisor.start(List.of(service("one", "runs")));
        supervisor.awaitReady(PATIENCE);
        long pid = supervisor.pid("one");

        supervisor.kill("one");

        await().atMost(PATIENCE).until(() -> supervisor.pid("one") != pid && supervisor.isReady("one"));
        assertThat(output.said).contains("one: died (exit code 137): starting it again");
        assertThat(supervisor.ended()).isNotDone();
    }

    @Test
    void a_third_death_within_a_minute_is_the_end() throws Exception {
        supervisor.start(List.of(service("one", "dies")));

        var failure =
                supervisor.ended().get(PATIENCE.toSeconds(), TimeUnit.SECONDS).orElseThrow();

        assertThat(failure).hasMessage("one died (exit code 7) for the third time within a minute");
        assertThat(failure.lastLines()).contains("cannot go on");
        assertThatThrownBy(() -> supervisor.awaitReady(PATIENCE)).isInstanceOf(StackFailure.class);
    }

    @Test
    void deaths_more_than_a_minute_apart_do_not_add_up() {
        supervisor.start(List.of(service("one", "runs")));
        supervisor.awaitReady(PATIENCE);
        for (int death = 0; death < 4; death++) {
            long pid = supervisor.pid("one");
            now = now.plusSeconds(61);
            ProcessHandle.of(pid).orElseThrow().destroyForcibly();
            await().atMost(PATIENCE).until(() -> supervisor.pid("one") != pid && supervisor.isReady("one"));
        }

        assertThat(supervisor.ended()).isNotDone();
    }

    @Test
    void kills_that_were_asked_for_do_not_add_up() {
        supervisor.start(List.of(service("one", "runs")));
        supervisor.awaitReady(PATIENCE);
        for (int death = 0; death < 4; death++) {
            long pid = supervisor.pid("one");
            supervisor.kill("one");
            await().atMost(PATIENCE).until(() -> supervisor.pid("one") != pid && supervisor.isReady("one"));
        }

        assertThat(supervisor.ended()).isNotDone();
    }

    @Test
    void the_death_of_a_vital_program_is_the_end() throws Exception {
        supervisor.start(List.of(program("store", true, "runs")));
        supervisor.awaitReady(PATIENCE);

        supervisor.kill("store");

        assertThat(supervisor
                        .ended()
                        .get(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                        .orElseThrow())
                .hasMessage("store died (exit code 137), and nothing works without it");
    }

    @Test
    void stopping_leaves_nothing_running_and_starts_nothing_again() {
        supervisor.start(List.of(program("store", true, "runs")));
        supervisor.start(List.of(service("one", "runs"), service("two", "runs")));
        supervisor.awaitReady(PATIENCE);
        var pids = List.of(supervisor.pid("store"), supervisor.pid("one"), supervisor.pid("two"));

        supervisor.stop();

        assertThat(pids).noneMatch(pid -> ProcessHandle.of(pid).isPresent());
        assertThat(output.said).noneMatch(line -> line.contains("died"));
        assertThat(supervisor.ended()).isCompletedWithValue(Optional.empty());
    }

    @Test
    void what_does_not_stop_is_killed() {
        supervisor = supervise(Duration.ofMillis(300));
        supervisor.start(List.of(service("one", "stubborn")));
        supervisor.awaitReady(PATIENCE);
        long pid = supervisor.pid("one");

        supervisor.stop();

        assertThat(ProcessHandle.of(pid)).isEmpty();
        assertThat(output.said).contains("one: did not stop within 0 s: killed");
    }

    @Test
    void a_program_that_is_never_ready_is_named() {
        var deaf = new Program("deaf", false, command("runs"), Map.of(), folder, new Readiness.Says("something else"));
        supervisor.start(List.of(deaf));

        assertThatThrownBy(() -> supervisor.awaitReady(Duration.ofMillis(500)))
                .isInstanceOf(StackFailure.class)
                .hasMessageStartingWith("deaf was not ready within");
    }

    @Test
    void a_program_that_cannot_be_started_is_named() {
        var missing = new Program(
                "missing",
                false,
                List.of(folder.resolve("nothing").toString()),
                Map.of(),
                folder,
                new Readiness.Says("ready"));

        assertThatThrownBy(() -> supervisor.start(List.of(missing)))
                .isInstanceOf(StackFailure.class)
                .hasMessageStartingWith("Cannot start missing");
        assertThat(Files.exists(folder)).isTrue();
    }

    private Supervisor supervise(Duration stopPatience) {
        return new Supervisor(folder, output, () -> now, stopPatience, process -> {});
    }

    private Program service(String name, String mode) {
        return program(name, false, mode);
    }

    private Program program(String name, boolean vital, String mode) {
        return new Program(
                name, vital, command(mode), Map.of("WORD", "hello"), folder, new Readiness.Says("fake is ready"));
    }

    private static List<String> command(String mode) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                Path.of("target", "test-classes").toAbsolutePath().toString(),
                FakeProgram.class.getName(),
                mode);
    }
}
