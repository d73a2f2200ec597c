package com.deliveryhistory.optin;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.testing.CommandProcess;
import com.deliveryhistory.testing.Said;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line as an operator has it: a process of its own, beside the service. */
class CommandLineModeTests extends WebTest {

    @TempDir
    Path outputs;

    @Test
    void a_command_opens_no_port_imports_nothing_needs_no_kafka_and_prints_a_link_that_works() throws Exception {
        Said ran = run(
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

        Said ran = run(
                Map.of("spring.mongodb.uri", "mongodb://user:pass-word@127.0.0.1:" + nobodysPort + "/optin-web"),
                "companies");

        ran.assertThatStoreIsAway(nobodysPort, "pass-word");
    }

    private Said run(Map<String, Object> settings, String... command) throws Exception {
        List<String> given = settings.entrySet().stream()
                .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                .toList();
        return CommandProcess.start(outputs, OptinWeb.class.getName(), given, command)
                .said();
    }
}
