package com.deliveryhistory.history;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.testing.TestMongo;
import com.deliveryhistory.testing.WithMongo;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line as an operator has it: a process of its own. */
@WithMongo
class CommandLineModeTests {

    @TempDir
    Path folder;

    private record Ran(int exitCode, String out, String err) {}

    @Test
    void a_command_opens_no_port_and_needs_neither_kafka_nor_ups(TestMongo mongo) throws Exception {
        mongo.client().getDatabase(mongo.database()).drop();
        try (ServerSocket taken = new ServerSocket(0)) {
            Ran ran = run(
                    List.of(
                            "--spring.mongodb.uri=" + mongo.uri(),
                            "--spring.kafka.bootstrap-servers=127.0.0.1:1",
                            "--ups.base-url=http://127.0.0.1:1",
                            "--token-manager.base-url=http://127.0.0.1:1",
                            "--server.port=" + taken.getLocalPort()),
                    "companies");

            assertThat(ran).isEqualTo(new Ran(0, "No such companies.\n", ""));
        }
    }

    @Test
    void a_store_that_does_not_answer_is_told_in_one_line_on_stderr() throws Exception {
        int nobodysPort;
        try (ServerSocket socket = new ServerSocket(0)) {
            nobodysPort = socket.getLocalPort();
        }

        Ran ran = run(
                List.of("--spring.mongodb.uri=mongodb://user:pass-word@127.0.0.1:" + nobodysPort + "/history-worker"),
                "erase",
                "acme",
                "--confirm",
                "acme");

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err().lines())
                .singleElement()
                .asString()
                .contains("The store at 127.0.0.1:" + nobodysPort + " (spring.mongodb.uri) cannot be used")
                .doesNotContain("pass-word");
    }

    private Ran run(List<String> settings, String... command) throws Exception {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                HistoryWorker.class.getName()));
        line.addAll(settings);
        line.addAll(List.of(command));
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
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
