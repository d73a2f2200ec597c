package com.deliveryhistory.optin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line as an operator has it: a process of its own, beside the service. */
class CommandLineModeTests extends WebTest {

    @TempDir
    Path outputs;

    private record Ran(int exitCode, String out, String err) {}

    @Test
    void a_command_opens_no_port_imports_nothing_needs_no_kafka_and_prints_a_link_that_works() throws Exception {
        Ran ran = run(
                Map.of(
                        "spring.mongodb.uri",
                        mongo.uri(),
                        "spring.kafka.bootstrap-servers",
                        "127.0.0.1:1",
                        "server.port",
                        port,
                        "accounts.import-file",
                        "file:" + outputs.resolve("none.json"),
                        "mail.base-url",
                        "http://127.0.0.1:" + port),
                "invite-admin",
                company,
                company + "-boss@example.com",
                "--print-link",
                "--as",
                "maria");

        assertThat(ran.exitCode()).as(ran.err()).isZero();
        String start = "link: http://127.0.0.1:" + port;
        String link = ran.out()
                .lines()
                .filter(line -> line.startsWith(start))
                .findFirst()
                .orElseThrow(() -> new AssertionError(ran.out()));
        assertThat(browser().get(link.substring(start.length())).text()).contains("You are invited");
        assertThat(ran.err().lines())
                .hasSize(2)
                .allMatch(line -> line.contains("security-events: event=\"OPERATOR_") && line.contains("maria"));
    }

    @Test
    void a_store_that_does_not_answer_is_told_in_one_line_on_stderr() throws Exception {
        int nobodysPort;
        try (ServerSocket socket = new ServerSocket(0)) {
            nobodysPort = socket.getLocalPort();
        }

        Ran ran = run(
                Map.of("spring.mongodb.uri", "mongodb://user:pass-word@127.0.0.1:" + nobodysPort + "/optin-web"),
                "companies");

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err().lines())
                .singleElement()
                .asString()
                .contains("The store at 127.0.0.1:" + nobodysPort + " (spring.mongodb.uri) cannot be used")
                .doesNotContain("pass-word");
    }

    private Ran run(Map<String, Object> settings, String... command) throws Exception {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                OptinWeb.class.getName()));
        settings.forEach((name, value) -> line.add("--" + name + "=" + value));
        line.addAll(List.of(command));
        Path out = outputs.resolve("out");
        Path err = outputs.resolve("err");
        Process process = new ProcessBuilder(line)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            assertThat(process.waitFor(80, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        return new Ran(process.exitValue(), read(out), read(err));
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8);
    }
}
