package com.deliveryhistory.systemtests.custody;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.deliveryhistory.localstack.LocalStack;
import com.deliveryhistory.localstack.settings.Instance;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.awaitility.core.ConditionFactory;

/**
 * Ends instances: at random moments as {@code kill -9} does, in whatever state they are, and each once as SIGTERM does,
 * waiting then until it is back. Remembers when which instance was ready.
 */
final class Kills {

    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(2);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(14);
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private final LocalStack stack;
    private final Random random;
    private final List<End> ends = new ArrayList<>();
    private final List<Up> ups = new ArrayList<>();
    private final Map<Instance, Instant> readySince = new HashMap<>();
    private final Map<Instance, Long> endedPid = new HashMap<>();

    Kills(LocalStack stack, long seed) {
        this.stack = stack;
        this.random = new Random(seed);
    }

    /** An end that was asked for. */
    record End(Instance instance, Instant at, boolean graceful) {}

    /** A time in which an instance was ready and nobody asked it to end. */
    record Up(Instance instance, Instant from, Instant to) {

        Duration length() {
            return Duration.between(from, to);
        }

        boolean covers(Instant start, Instant end) {
            return !from.isAfter(start) && !to.isBefore(end);
        }
    }

    /** Kills for this long, then waits until all instances are ready. */
    void run(Duration duration) {
        Instant start = Instant.now();
        Instant end = start.plus(duration);
        List<Instance> restarts = new ArrayList<>(Custody.INSTANCES);
        Instant nextRestart = start.plus(duration.dividedBy(restarts.size() + 1L));
        Instant nextKill = Instant.now().plus(pause());
        while (Instant.now().isBefore(end)) {
            lookUntil(Collections.min(List.of(nextKill, nextRestart, end)));
            if (!restarts.isEmpty() && Instant.now().isAfter(nextRestart)) {
                Instance instance = restarts.removeFirst();
                awaitReady();
                end(instance, true);
                awaitReady();
                nextRestart = restarts.isEmpty() ? end : nextRestart.plus(duration.dividedBy(3));
                nextKill = Instant.now().plus(pause());
            }
            if (Instant.now().isAfter(nextKill)) {
                end(Custody.INSTANCES.get(random.nextInt(Custody.INSTANCES.size())), false);
                nextKill = Instant.now().plus(pause());
            }
        }
        awaitReady();
    }

    /** Ends the last times in which instances were ready. */
    void finish() {
        Custody.INSTANCES.forEach(instance -> close(instance, Instant.now()));
    }

    List<End> ends() {
        return List.copyOf(ends);
    }

    List<Up> ups() {
        return List.copyOf(ups);
    }

    private void end(Instance instance, boolean graceful) {
        Instant now = Instant.now();
        close(instance, now);
        endedPid.put(instance, stack.pid(instance));
        ends.add(new End(instance, now, graceful));
        if (graceful) {
            stack.restart(instance);
        } else {
            stack.kill(instance);
        }
    }

    private void close(Instance instance, Instant at) {
        Instant since = readySince.remove(instance);
        if (since != null) {
            ups.add(new Up(instance, since, at));
        }
    }

    private void lookUntil(Instant moment) {
        looking().forever().until(() -> {
            look();
            return !Instant.now().isBefore(moment);
        });
    }

    private void awaitReady() {
        looking().atMost(PATIENCE).untilAsserted(() -> {
            look();
            assertThat(readySince).containsOnlyKeys(Custody.INSTANCES);
        });
    }

    private static ConditionFactory looking() {
        return await().pollInSameThread().pollDelay(Duration.ZERO).pollInterval(LOOK_EVERY);
    }

    /** Notes who became ready: a process that has not been asked to end, and answers. */
    private void look() {
        for (Instance instance : Custody.INSTANCES) {
            boolean ended = endedPid.getOrDefault(instance, -1L) == stack.pid(instance);
            if (!readySince.containsKey(instance) && !ended && stack.isReady(instance)) {
                readySince.put(instance, Instant.now());
            }
        }
    }

    private Duration pause() {
        return SHORTEST_PAUSE.plusMillis(
                random.nextLong(LONGEST_PAUSE.minus(SHORTEST_PAUSE).toMillis()));
    }
}
