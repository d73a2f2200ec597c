package com.deliveryhistory.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class RunCommandTests {

    private final StringWriter errors = new StringWriter();
    private final StringWriter said = new StringWriter();

    @Test
    void help_lists_the_options() {
        assertThat(run("--help")).isZero();
        assertThat(said.toString()).contains("--fresh", "--data", "--companies", "--free-ports", "demo");
    }

    @Test
    void wrong_options_are_explained() {
        assertThat(run("--companies", "many")).isEqualTo(2);
        assertThat(errors.toString()).contains("--companies", "many");
        assertThat(run("--companies", "-1")).isEqualTo(2);
        assertThat(run("--free-ports", "--port-offset", "10")).isEqualTo(2);
        assertThat(run("--nonsense")).isEqualTo(2);
        assertThat(errors.toString()).contains("--nonsense");
    }

    private int run(String... arguments) {
        return new CommandLine(new RunCommand())
                .setOut(new PrintWriter(said, true))
                .setErr(new PrintWriter(errors, true))
                .execute(arguments);
    }
}
