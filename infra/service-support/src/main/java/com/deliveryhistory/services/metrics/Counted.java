package com.deliveryhistory.services.metrics;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is counted in a store for metrics: only when somebody asks, and then kept for a while, in any case for 50 times as
 * long as the counting took. So it never takes more than a fiftieth of the time, whoever asks how often. A store that is
 * silent keeps nobody waiting for long, and is asked once at a time.
 */
public final class Counted<T> {

    private static final Logger log = LoggerFactory.getLogger(Counted.class);
    private static final int SHARE = 50;

    /** Far less than a scrape may take, as there are several counts in one. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    /** A count that takes longer than this is no slow one: the store is silent. */
    private static final Duration SILENT = Duration.ofSeconds(10);

    private final long nanos;
    private final Supplier<T> count;
    private final LongSupplier clock;

    /** No monitor: who waits in one for the count keeps, up to JDK 23, the thread that the count would be made on. */
    private final Lock turn = new ReentrantLock();

    private @Nullable T counted;
    private long until;
    private @Nullable FutureTask<Count<T>> underWay;
    private long begun;

    private record Count<T>(T value, long took) {}

    /**
     * Counts nothing yet.
     *
     * @param time how long at least a count is kept
     * @param count may throw what an outage throws
     */
    public Counted(Duration time, Supplier<T> count) {
        this(time, count, System::nanoTime);
    }

    Counted(Duration time, Supplier<T> count, LongSupplier clock) {
        this.nanos = time.toNanos();
        this.count = count;
        this.clock = clock;
        this.until = clock.getAsLong();
    }

    /** A figure of the latest count; not a number while the store cannot be asked, or does not answer. */
    public double read(ToDoubleFunction<T> figure) {
        T known = latest();
        return known == null ? Double.NaN : figure.applyAsDouble(known);
    }

    private @Nullable T latest() {
        turn.lock();
        try {
            if (underWay == null && clock.getAsLong() - until >= 0) {
                underWay = new FutureTask<>(this::count);
                begun = clock.getAsLong();
                Thread.ofVirtual().name("count").start(underWay);
            }
            if (underWay != null) {
                await(underWay);
            }
            return counted;
        } finally {
            turn.unlock();
        }
    }

    private Count<T> count() {
        long start = clock.getAsLong();
        return new Count<>(count.get(), clock.getAsLong() - start);
    }

    /** Whoever asks while a count is under way waits for the rest of the patience, and no longer. */
    private void await(FutureTask<Count<T>> task) {
        try {
            long patience = Math.max(0, begun + PATIENCE.toNanos() - clock.getAsLong());
            Count<T> done = task.get(patience, TimeUnit.NANOSECONDS);
            keep(done.value(), Math.max(nanos, done.took() * SHARE));
        } catch (TimeoutException e) {
            if (clock.getAsLong() - begun >= SILENT.toNanos()) {
                counted = null;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | CancellationException e) {
            log.debug("It cannot be counted now", e);
            keep(null, nanos); // what failed has cost the store nothing, and may work the next time
        }
    }

    private void keep(@Nullable T value, long forNanos) {
        counted = value;
        until = clock.getAsLong() + forNanos;
        underWay = null;
    }
}
