package com.deliveryhistory.localstack.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.testing.Patience;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParentWatchTests {

    @TempDir
    Path folder;

    @Test
    void a_program_ends_when_the_one_that_started_it_is_gone() throws Exception {
        Process program = start();

        program.getOutputStream().close();

        assertThat(program.waitFor(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
    }

    @Test
    void a_terminals_interrupt_is_left_to_the_stack() throws Exception {
        Process program = start();

        new ProcessBuilder("kill", "-INT", String.valueOf(program.pid()))
                .start()
                .waitFor();

        assertThat(program.waitFor(300, TimeUnit.MILLISECONDS)).isFalse();
        program.destroy();
        assertThat(program.waitFor(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
    }

    private Process start() throws IOException {
        Process program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-javaagent:" + AgentJar.writeTo(folder),
                        "-cp",
                        Path.of("target", "test-classes").toAbsolutePath().toString(),
                        Endless.class.getName())
                .start();
        assertThat(program.inputReader().readLine()).isEqualTo("running");
        return program;
    }
}
