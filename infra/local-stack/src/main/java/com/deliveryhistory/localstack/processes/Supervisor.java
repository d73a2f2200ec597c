package com.deliveryhistory.localstack.processes;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Runs programs until it is stopped. One that dies is started again, with a line that says so; a vital one that dies,
 * or one that dies three times within a minute, makes the whole fail.
 */
public final class Supervisor {

    private static final int TOO_MANY_DEATHS = 3;
    private static final Duration LOOK = Duration.ofMillis(100);

    private final Path logs;
    private final Output output;
    private final InstantSource clock;
    private final Duration stopPatience;
    private final Consumer<Process> onStart;
    private final List<List<SupervisedProgram>> groups = new ArrayList<>();
    private final CompletableFuture<Optional<StackFailure>> ended = new CompletableFuture<>();
    private boolean stopping;

    /**
     * @param logs folder for a log file per program
     * @param stopPatience how long a program may take to stop before it is killed
     * @param onStart is told of every process that is started
     */
    public Supervisor(Path logs, Output output, InstantSource clock, Duration stopPatience, Consumer<Process> onStart) {
        this.logs = logs;
        this.output = output;
        this.clock = clock;
        this.stopPatience = stopPatience;
        this.onStart = onStart;
    }

    /** Starts programs all at once. Groups are stopped in the reverse order of their starts, a group's members together. */
    public synchronized void start(Collection<Program> group) {
        if (stopping) {
            return;
        }
        var programs = group.stream()
                .map(program -> new SupervisedProgram(program, logs, output))
                .toList();
        groups.add(programs);
        for (SupervisedProgram program : programs) {
            output.say(program.name(), "starting");
            launch(program);
        }
    }

    /**
     * Waits until all programs that were started are ready.
     *
     * @throws StackFailure if the stack failed meanwhile, or a program is not ready in time
     */
    public void awaitReady(Duration patience) {
        long start = System.nanoTime();
        while (true) {
            SupervisedProgram late = null;
            for (SupervisedProgram program : all()) {
                if (!program.isAnnounced()) {
                    if (program.isReady()) {
                        program.announce();
                    } else {
                        late = program;
                    }
                }
            }
            if (late == null) {
                return;
            }
            if (System.nanoTime() - start > patience.toNanos()) {
                throw StackFailure.died(
                        late.name(), "was not ready within %d s".formatted(patience.toSeconds()), late.lastLines());
            }
            failWithin(LOOK);
        }
    }

    /** Whether a program runs and is ready now. */
    public boolean isReady(String program) {
        return find(program).isReady();
    }

    public long pid(String program) {
        return find(program).pid();
    }

    /** Ends a program's process as {@code kill -9} does; it will be started again, however often this is done. */
    public void kill(String program) {
        find(program).kill();
    }

    /** Asks a program's process to end, as {@code kill} does; it will be started again when it has. */
    public void terminate(String program) {
        find(program).terminate();
    }

    /** The same, but what is started then is another program of that name. */
    public void replace(Program successor) {
        SupervisedProgram program = find(successor.name());
        program.becomes(successor);
        program.terminate();
    }

    /** Completes with the failure when the stack has failed, what is left of it still running; empty when it was stopped. */
    public CompletableFuture<Optional<StackFailure>> ended() {
        return ended.copy();
    }

    /** Stops all programs and returns when none runs any more. */
    public void stop() {
        synchronized (this) {
            if (stopping) {
                return;
            }
            stopping = true;
            ended.complete(Optional.empty());
        }
        for (List<SupervisedProgram> group : groups.reversed()) {
            var stops = group.stream()
                    .map(program ->
                            Thread.ofPlatform().name("stop-" + program.name()).start(() -> program.stop(stopPatience)))
                    .toList();
            stops.forEach(Supervisor::join);
        }
    }

    private void launch(SupervisedProgram program) {
        Process process = program.start();
        onStart.accept(process);
        Thread.ofPlatform().daemon().name("watch-" + program.name()).start(() -> {
            try {
                onDeath(program, process.waitFor());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void onDeath(SupervisedProgram program, int exitCode) {
        program.finishReading();
        synchronized (this) {
            if (stopping || ended.isDone()) {
                return;
            }
            int deaths = program.died(clock.instant());
            String how = "died (exit code %d)".formatted(exitCode);
            if (program.program().vital()) {
                fail(program, how + ", and nothing works without it");
            } else if (deaths >= TOO_MANY_DEATHS) {
                fail(program, how + " for the third time within a minute");
            } else {
                output.say(program.name(), how + ": starting it again");
                restart(program);
            }
        }
    }

    private void restart(SupervisedProgram program) {
        try {
            launch(program);
        } catch (StackFailure cannot) {
            ended.complete(Optional.of(cannot));
            return;
        }
        long pid = program.pid();
        Thread.ofVirtual().start(() -> {
            while (program.pid() == pid && program.isAlive()) {
                if (program.isAnnounced()) {
                    return;
                }
                if (program.isReady()) {
                    program.announce();
                    return;
                }
                pause();
            }
        });
    }

    private void fail(SupervisedProgram program, String how) {
        ended.complete(Optional.of(StackFailure.died(program.name(), how, program.lastLines())));
    }

    private void failWithin(Duration time) {
        try {
            throw ended.get(time.toMillis(), TimeUnit.MILLISECONDS)
                    .orElseGet(() -> StackFailure.because("Stopped while starting"));
        } catch (TimeoutException fine) {
            // nothing has failed
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw StackFailure.because("Interrupted while starting");
        }
    }

    private synchronized List<SupervisedProgram> all() {
        return groups.stream().flatMap(List::stream).toList();
    }

    private SupervisedProgram find(String name) {
        return all().stream()
                .filter(program -> program.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No program " + name));
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
