package com.deliveryhistory.benchmarks.stage;

/** Time that has passed since it was started. */
public record Stopwatch(long startedAt) {

    public static Stopwatch start() {
        return new Stopwatch(System.nanoTime());
    }

    public double seconds() {
        return (System.nanoTime() - startedAt) / 1e9;
    }
}
