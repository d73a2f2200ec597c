package com.deliveryhistory.services.metrics;

import java.time.Duration;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is counted in a store for metrics: only when somebody asks, and then kept for a while, in any case for 50 times as
 * long as the counting took. So it never takes more than a fiftieth of the time, whoever asks how often.
 */
public final class Counted<T> {

    private static final Logger log = LoggerFactory.getLogger(Counted.class);
    private static final int SHARE = 50;

    private final long nanos;
    private final Supplier<T> count;
    private @Nullable T counted;
    private long until;

    /**
     * Counts nothing yet.
     *
     * @param time how long at least a count is kept
     * @param count may throw what an outage throws
     */
    public Counted(Duration time, Supplier<T> count) {
        this.nanos = time.toNanos();
        this.count = count;
        this.until = System.nanoTime();
    }

    /** A figure of the latest count; not a number while the store cannot be asked. */
    public double read(ToDoubleFunction<T> figure) {
        T known = latest();
        return known == null ? Double.NaN : figure.applyAsDouble(known);
    }

    private synchronized @Nullable T latest() {
        long start = System.nanoTime();
        if (start - until >= 0) {
            try {
                counted = count.get();
            } catch (RuntimeException e) {
                log.debug("It cannot be counted now", e);
                counted = null;
            }
            long end = System.nanoTime();
            until = end + Math.max(nanos, (end - start) * SHARE);
        }
        return counted;
    }
}
