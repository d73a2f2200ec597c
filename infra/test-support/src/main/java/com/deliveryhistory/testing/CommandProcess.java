package com.deliveryhistory.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A service's command line as an operator has it: a process of its own, on the test's class path. */
public final class CommandProcess {

    private static final int PATIENCE_SECONDS = 80;

    private final Path out;
    private final Path err;
    private final Process process;

    private CommandProcess(Path out, Path err, Process process) {
        this.out = out;
        this.err = err;
        this.process = process;
    }

    /**
     * Starts one.
     *
     * @param folder where what it says is written
     * @param main the service's main class
     * @param settings as {@code --name=value}
     */
    public static CommandProcess start(Path folder, String main, List<String> settings, String... command)
            throws IOException {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                main));
        line.addAll(settings);
        line.addAll(List.of(command));
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        Process process = new ProcessBuilder(line)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        return new CommandProcess(out, err, process);
    }

    /** Asks it to end, as Ctrl-C does. */
    public void terminate() {
        process.destroy();
    }

    /** What it said, as soon as it has ended. */
    public Said said() throws IOException, InterruptedException {
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("The command does not end: " + read(err));
            }
        } finally {
            process.destroyForcibly();
        }
        return new Said(process.exitValue(), read(out), read(err));
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8);
    }
}
