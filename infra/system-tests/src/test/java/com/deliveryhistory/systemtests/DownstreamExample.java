package com.deliveryhistory.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.localstack.LocalStack;
import com.deliveryhistory.localstack.settings.Part;
import com.deliveryhistory.testing.Patience;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The example as a process of its own, started from its jar with what its script sets. */
final class DownstreamExample implements AutoCloseable {

    private static final Path JAR = Path.of("../downstream-example/target/downstream-example.jar");

    private final Process process;
    private final Path output;

    private DownstreamExample(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** Starts it; what it says goes to a file in the folder. */
    static DownstreamExample start(LocalStack stack, Path folder) throws IOException {
        Path output = Files.createTempFile(folder, "odcs", ".log");
        ProcessBuilder builder = java(stack, "com.deliveryhistory.odcs.Odcs")
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        return new DownstreamExample(builder.start(), output);
    }

    /** What its command {@code token} prints. */
    static String token(LocalStack stack, String... arguments) throws IOException {
        ProcessBuilder builder = java(stack, "com.deliveryhistory.odcs.PrintToken");
        builder.command().addAll(List.of(arguments));
        try (var printed = builder.redirectError(Redirect.INHERIT).start().inputReader()) {
            return printed.readLine();
        }
    }

    private static ProcessBuilder java(LocalStack stack, String main) {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var builder = new ProcessBuilder(
                new ArrayList<>(List.of(java, "-Xmx64m", "-XX:TieredStopAtLevel=1", "-cp", JAR.toString(), main)));
        builder.environment()
                .putAll(Map.of(
                        "KAFKA", stack.kafka(),
                        "TOKEN_MANAGER", stack.url(Part.TOKEN_MANAGER).toString(),
                        "UPS", stack.url(Part.UPS_SANDBOX).toString(),
                        "KEY", stack.data().resolve("keys/odcs.jwk").toString()));
        return builder;
    }

    /** What it has said of a company so far. */
    List<String> said(String company) throws IOException {
        return Files.readAllLines(output).stream()
                .filter(line -> line.startsWith(company + " "))
                .map(line -> line.substring(company.length() + 1))
                .toList();
    }

    /** Asks it to end, as SIGTERM does, and waits until it has. */
    void stop() {
        process.destroy();
        assertThat(process.onExit()).succeedsWithin(Patience.LIMIT);
    }

    void kill() {
        process.destroyForcibly();
        assertThat(process.onExit()).succeedsWithin(Patience.LIMIT);
    }

    @Override
    public void close() {
        kill();
    }
}
