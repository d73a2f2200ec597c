package com.deliveryhistory.tokens.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.testing.CommandProcess;
import com.deliveryhistory.testing.Said;
import com.deliveryhistory.testing.TestKafka;
import com.deliveryhistory.testing.TestMongo;
import com.deliveryhistory.testing.WithKafka;
import com.deliveryhistory.testing.WithMongo;
import com.deliveryhistory.tokens.grants.Grant;
import com.deliveryhistory.tokens.grants.Grant.Active;
import com.deliveryhistory.tokens.grants.Grants;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line as an operator has it: a process of its own. */
@WithKafka
@WithMongo
class CommandLineModeTests {

    @TempDir
    Path folder;

    @Test
    void a_command_answers_on_stdout_and_ends_with_0(TestKafka kafka, TestMongo mongo) throws Exception {
        Said ran = run(Desk.settings(kafka.bootstrapServers(), mongo.uri(), folder, "http://127.0.0.1:1"), "grants");

        assertThat(ran).isEqualTo(new Said(0, "No such grants.\n", ""));
    }

    @Test
    void a_store_that_does_not_answer_is_told_in_one_line_on_stderr() throws Exception {
        int nobodysPort;
        try (ServerSocket socket = new ServerSocket(0)) {
            nobodysPort = socket.getLocalPort();
        }
        String uri = "mongodb://user:pass-word@127.0.0.1:" + nobodysPort + "/token-manager";

        Said ran = run(Desk.settings("127.0.0.1:1", uri, folder, "http://127.0.0.1:1"), "grants");

        ran.assertThatStoreIsAway(nobodysPort, "pass-word");
    }

    @Test
    void a_kafka_that_does_not_answer_is_told_in_one_line_on_stderr(TestMongo mongo) throws Exception {
        Said ran = run(Desk.settings("127.0.0.1:1", mongo.uri(), folder, "http://127.0.0.1:1"), "dead-letters");

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err().lines())
                .singleElement()
                .asString()
                .contains("Kafka at 127.0.0.1:1 (spring.kafka.bootstrap-servers) does not answer");
    }

    @Test
    void who_ends_the_process_during_a_refresh_ends_it_when_the_new_pair_is_stored(TestKafka kafka, TestMongo mongo)
            throws Exception {
        GrantId grant = GrantId.parse("impatient/odcs");
        try (Desk desk = new Desk(kafka, mongo, folder)) {
            desk.optIn(grant);
            desk.ups.answerWith(desk.ups.late(3_000));
            CommandProcess process = start(
                    Desk.settings(
                            kafka.bootstrapServers(),
                            mongo.uri(),
                            folder,
                            desk.ups.address().toString()),
                    "refresh",
                    grant.toString());
            await().atMost(80, TimeUnit.SECONDS).until(() -> !desk.ups.tried().isEmpty());

            process.terminate();

            process.said();
            Grant stored = desk.context.getBean(Grants.class).find(grant);
            assertThat(stored.generation()).isEqualTo(2);
            assertThat(((Active) stored).leased(Instant.now())).isFalse();
        }
    }

    private Said run(List<String> settings, String... command) throws Exception {
        return start(settings, command).said();
    }

    private CommandProcess start(List<String> settings, String... command) throws IOException {
        return CommandProcess.start(folder, "com.deliveryhistory.tokens.TokenManagerApplication", settings, command);
    }
}
