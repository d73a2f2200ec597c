package com.deliveryhistory.localstack.processes;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A program with the process that runs it now, its log and its earlier deaths. */
final class SupervisedProgram {

    private static final Duration MEMORY_OF_DEATHS = Duration.ofMinutes(1);
    private static final int ANSWER_MILLIS = 2000;

    private volatile Program program;
    private final LogFile log;
    private final Output output;
    private final Deque<Instant> deaths = new ArrayDeque<>();
    private volatile @Nullable Process process;
    private volatile @Nullable Thread reader;
    private volatile boolean said;
    private volatile long endedPid = -1;
    private boolean announced;
    private long startNanos;

    SupervisedProgram(Program program, Path logs, Output output) {
        this.program = program;
        this.log = new LogFile(logs.resolve(program.name() + ".log"));
        this.output = output;
    }

    String name() {
        return program.name();
    }

    Program program() {
        return program;
    }

    /** From its next start on it is another program, of the same name. */
    void becomes(Program successor) {
        program = successor;
    }

    List<String> lastLines() {
        return log.lastLines();
    }

    Process start() {
        said = false;
        synchronized (this) {
            announced = false;
            startNanos = System.nanoTime();
        }
        var builder = new ProcessBuilder(program.command())
                .directory(program.folder().toFile())
                .redirectErrorStream(true);
        builder.environment().putAll(program.environment());
        try {
            Process started = builder.start();
            process = started;
            reader = Thread.ofPlatform().daemon().name("output-of-" + name()).start(() -> read(started));
            return started;
        } catch (IOException e) {
            throw StackFailure.because("Cannot start %s: %s".formatted(name(), e.getMessage()));
        }
    }

    long pid() {
        Process running = process;
        return running == null ? -1 : running.pid();
    }

    boolean isAlive() {
        Process running = process;
        return running != null && running.isAlive();
    }

    boolean isReady() {
        return isAlive()
                && switch (program.readiness()) {
                    case Readiness.Says says -> said;
                    case Readiness.Answers answers -> answers(answers);
                };
    }

    synchronized boolean isAnnounced() {
        return announced;
    }

    /** Says once per start that the program is ready. */
    synchronized void announce() {
        if (!announced) {
            announced = true;
            output.say(name(), "ready in %.1f s".formatted((System.nanoTime() - startNanos) / 1e9));
        }
    }

    /**
     * Notes a death and says how many there were within the last minute, this one included. One that was asked for says
     * nothing about the program and does not count.
     */
    int died(Instant now) {
        if (pid() != endedPid) {
            deaths.addLast(now);
        }
        deaths.removeIf(death -> death.isBefore(now.minus(MEMORY_OF_DEATHS)));
        return deaths.size();
    }

    /** Waits for the last lines of a process that has ended. */
    void finishReading() {
        Thread reading = reader;
        if (reading == null) {
            return;
        }
        try {
            reading.join(Duration.ofSeconds(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void kill() {
        Process running = process;
        if (running != null) {
            endedPid = running.pid();
            running.destroyForcibly();
        }
    }

    /** Asks the process to end, in its own time. */
    void terminate() {
        Process running = process;
        if (running != null) {
            endedPid = running.pid();
            running.destroy();
        }
    }

    /** Asks the process to end, and ends it when it does not within the given time. */
    void stop(Duration patience) {
        Process stopping = process;
        if (stopping == null) {
            return;
        }
        try {
            stopping.destroy();
            if (!stopping.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                output.say(name(), "did not stop within %d s: killed".formatted(patience.toSeconds()));
                stopping.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            stopping.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        finishReading();
        log.close();
    }

    private void read(Process from) {
        try (var lines = new BufferedReader(new InputStreamReader(from.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                log.add(line);
                output.log(name(), line);
                if (program.readiness() instanceof Readiness.Says says && line.contains(says.text())) {
                    said = true;
                }
            }
        } catch (IOException ended) {
            // a killed process leaves a broken pipe
        }
    }

    private static boolean answers(Readiness.Answers readiness) {
        try {
            var connection = (HttpURLConnection) readiness.address().toURL().openConnection();
            connection.setConnectTimeout(ANSWER_MILLIS);
            connection.setReadTimeout(ANSWER_MILLIS);
            try {
                return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
            } finally {
                connection.disconnect();
            }
        } catch (IOException notYet) {
            return false;
        }
    }
}
