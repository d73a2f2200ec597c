package com.deliveryhistory.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class RunCommandTests {

    private final StringWriter errors = new StringWriter();
    private final StringWriter said = new StringWriter();
    private @Nullable Exception thrown;

    @Test
    void help_lists_the_options() {
        assertThat(run("--help")).isZero();
        assertThat(said.toString())
                .contains(
                        "--fresh",
                        "--data",
                        "--companies",
                        "--instances",
                        "--brokers",
                        "--free-ports",
                        "--trace",
                        "demo");
    }

    @Test
    void wrong_options_are_explained() {
        assertThat(run("--companies", "many")).isEqualTo(2);
        assertThat(errors.toString()).contains("--companies", "many");
        assertThat(run("--companies", "-1")).isEqualTo(2);
        assertThat(run("--free-ports", "--port-offset", "10")).isEqualTo(2);
        assertThat(run("--instances", "0")).isEqualTo(2);
        assertThat(run("--brokers", "2")).isEqualTo(2);
        assertThat(errors.toString()).contains("--brokers takes 1, 3 or 5");
        assertThat(run("--nonsense")).isEqualTo(2);
        assertThat(errors.toString()).contains("--nonsense");
    }

    @Test
    void secrets_are_made_for_no_impossible_number_of_companies(@TempDir Path empty) {
        assertThat(run("secrets", "--companies", "-1", empty.toString())).isEqualTo(2);
        assertThat(errors.toString()).contains("--companies takes a number from 0 to 99999");
        assertThat(empty).isEmptyDirectory();

        assertThat(run("secrets", "--companies", "1", empty.toString())).isZero();
        assertThat(empty.resolve("optin-web/companies.json")).content().contains("c00001");
    }

    @Test
    void an_operators_command_needs_a_stack(@TempDir Path empty) {
        assertThat(run("--data", empty.toString(), "operate", "grants", "--state", "ACTIVE"))
                .isEqualTo(1);
        assertThat(thrown).hasMessageContaining("No stack has run on " + empty);
    }

    @ParameterizedTest
    @ValueSource(strings = {"optin-web", "history-worker"})
    void an_operators_command_of_another_service_needs_one_too(String service, @TempDir Path empty) {
        assertThat(run("--data", empty.toString(), "operate", service, "companies"))
                .isEqualTo(1);
        assertThat(thrown).hasMessageContaining("No stack has run on " + empty);
    }

    private int run(String... arguments) {
        return new CommandLine(new RunCommand())
                .setExecutionExceptionHandler((problem, line, parsed) -> {
                    thrown = problem;
                    return 1;
                })
                .setOut(new PrintWriter(said, true))
                .setErr(new PrintWriter(errors, true))
                .execute(arguments);
    }
}
