package com.deliveryhistory.tokens.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.deliveryhistory.testing.TestMongo;
import com.deliveryhistory.testing.WithMongo;
import com.deliveryhistory.tokens.refresh.TestService.World;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * Opt-ins, password changes, withdrawals, refreshes, failures of UPS, crashes at every write and every call, and events
 * that arrive twice, late and in any order, against {@link ModelOfGrants}: no acknowledged grant is lost, none ends
 * without a reason, nothing stale lands.
 *
 * <p>The seeds are always the same; {@code -DstateMachine.sequences=} and {@code -DstateMachine.firstSeed=} choose
 * others. What fails is played again with ever fewer steps, and the shortest sequence is printed.
 */
@WithMongo
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StateMachineTests {

    private static final int SEQUENCES = Integer.getInteger("stateMachine.sequences", 10_000);
    private static final long FIRST_SEED = Long.getLong("stateMachine.firstSeed", 1);
    private static final int WORKERS = 4;

    private final TestMongo mongo;
    private final Path folder;

    StateMachineTests(TestMongo mongo, @TempDir Path folder) {
        this.mongo = mongo;
        this.folder = folder;
    }

    /** Thousands of simulated outages would fill the log. */
    @BeforeAll
    void beQuiet() {
        logger().setLevel(Level.OFF);
    }

    @AfterAll
    void beLoudAgain() {
        logger().setLevel(null);
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger("com.deliveryhistory.tokens");
    }

    @Test
    @Timeout(600)
    void whatever_happens_in_whatever_order_every_grant_ends_up_as_the_rules_say() throws Exception {
        AtomicLong next = new AtomicLong(FIRST_SEED);
        AtomicReference<@Nullable String> failure = new AtomicReference<>();
        List<Callable<Long>> workers = IntStream.range(0, WORKERS)
                .mapToObj(worker -> World.over(mongo, mongo.database() + "-" + worker, folder))
                .<Callable<Long>>map(world -> () -> play(world, next, failure))
                .toList();
        long played = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(WORKERS)) {
            for (var worker : threads.invokeAll(workers)) {
                played += worker.get();
            }
        }

        assertThat(failure.get()).isNull();
        assertThat(played).isEqualTo(SEQUENCES);
    }

    /** Sequences until there are enough, or one fails somewhere; how many held. */
    private static long play(World world, AtomicLong next, AtomicReference<@Nullable String> failure) {
        long held = 0;
        long seed = next.getAndIncrement();
        while (seed < FIRST_SEED + SEQUENCES && failure.get() == null) {
            List<Step> steps = Steps.of(seed);
            if (failureOf(steps, world).isPresent()) {
                List<Step> shortest =
                        Steps.shortest(steps, fewer -> failureOf(fewer, world).isPresent());
                failure.compareAndSet(
                        null,
                        "Seed %d, shortest sequence that fails:%n%s%n%s"
                                .formatted(
                                        seed,
                                        Steps.asText(shortest),
                                        failureOf(shortest, world).orElse("(not every time)")));
            } else {
                held++;
            }
            seed = next.getAndIncrement();
        }
        return held;
    }

    private static Optional<String> failureOf(List<Step> steps, World world) {
        try {
            Rehearsal.of(steps, world);
            return Optional.empty();
        } catch (RuntimeException | AssertionError e) {
            return Optional.of(e.toString());
        }
    }
}
