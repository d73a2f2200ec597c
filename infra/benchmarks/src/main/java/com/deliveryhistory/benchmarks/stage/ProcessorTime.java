package com.deliveryhistory.benchmarks.stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Processor time that a process used, on all cores together.
 *
 * @param compiling what the JVM's compilers used of it, which a service that runs for long does not; zero where the
 *     system does not tell in the way of Linux
 */
public record ProcessorTime(Duration all, Duration compiling) {

    /** The thread's name, and after eleven more fields its time in user and in kernel mode. */
    private static final Pattern COMPILER =
            Pattern.compile("(?s)^\\d+ \\(C[12] Compiler.*\\) \\S(?: \\S+){10} (\\d+) (\\d+) .*");

    /** What the kernel counts in, whatever its own clock. */
    private static final Duration TICK = Duration.ofMillis(10);

    public ProcessorTime minus(ProcessorTime earlier) {
        Duration compiled = compiling.minus(earlier.compiling);
        return new ProcessorTime(all.minus(earlier.all), compiled.isNegative() ? Duration.ZERO : compiled);
    }

    /** What each of so many operations cost. */
    public Each each(long operations) {
        return new Each(all.toNanos() / 1e3 / operations, compiling.toNanos() / 1e3 / operations);
    }

    /**
     * What one operation cost, in microseconds.
     *
     * @param compilingMicros what the JVM's compilers used of it
     */
    public record Each(double micros, double compilingMicros) {

        public Each plus(Each other) {
            return new Each(micros + other.micros, compilingMicros + other.compilingMicros);
        }
    }

    static Duration ofCompilers(long pid) {
        Path threads = Path.of("/proc", Long.toString(pid), "task");
        if (!Files.isDirectory(threads)) {
            return Duration.ZERO;
        }
        long ticks = 0;
        try (Stream<Path> all = Files.list(threads)) {
            for (Path thread : all.toList()) {
                ticks += ticksOfCompiler(thread.resolve("stat"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return TICK.multipliedBy(ticks);
    }

    private static long ticksOfCompiler(Path stat) throws IOException {
        List<String> lines;
        try {
            lines = Files.readAllLines(stat);
        } catch (NoSuchFileException e) {
            return 0; // it has ended meanwhile
        }
        Matcher compiler = COMPILER.matcher(String.join(" ", lines));
        return compiler.matches() ? Long.parseLong(compiler.group(1)) + Long.parseLong(compiler.group(2)) : 0;
    }
}
