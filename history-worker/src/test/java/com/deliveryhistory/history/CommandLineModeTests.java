package com.deliveryhistory.history;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.testing.CommandProcess;
import com.deliveryhistory.testing.Said;
import com.deliveryhistory.testing.TestMongo;
import com.deliveryhistory.testing.WithMongo;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line as an operator has it: a process of its own. */
@WithMongo
class CommandLineModeTests {

    @TempDir
    Path folder;

    @Test
    void a_command_opens_no_port_and_needs_neither_kafka_nor_ups(TestMongo mongo) throws Exception {
        mongo.client().getDatabase(mongo.database()).drop();
        try (ServerSocket taken = new ServerSocket(0)) {
            Said ran = run(
                    List.of(
                            "--spring.mongodb.uri=" + mongo.uri(),
                            "--spring.kafka.bootstrap-servers=127.0.0.1:1",
                            "--ups.base-url=http://127.0.0.1:1",
                            "--token-manager.base-url=http://127.0.0.1:1",
                            "--server.port=" + taken.getLocalPort()),
                    "companies");

            assertThat(ran).isEqualTo(new Said(0, "No such companies.\n", ""));
        }
    }

    @Test
    void a_store_that_does_not_answer_is_told_in_one_line_on_stderr() throws Exception {
        int nobodysPort;
        try (ServerSocket socket = new ServerSocket(0)) {
            nobodysPort = socket.getLocalPort();
        }

        Said ran = run(
                List.of("--spring.mongodb.uri=mongodb://user:pass-word@127.0.0.1:" + nobodysPort + "/history-worker"),
                "erase",
                "acme",
                "--confirm",
                "acme");

        ran.assertThatStoreIsAway(nobodysPort, "pass-word");
    }

    private Said run(List<String> settings, String... command) throws Exception {
        return CommandProcess.start(folder, HistoryWorker.class.getName(), settings, command)
                .said();
    }
}
