package com.deliveryhistory.benchmarks.stage;

import java.util.function.Supplier;

/** Repeats what is to be measured until it costs no less than before: at first a JVM spends more on compiling than on the work. */
public final class WarmUp {

    static final int MOST_ROUNDS = 40;

    private static final int STEADY_ROUNDS = 3;

    /** By less than this rounds differ for other reasons. */
    private static final double NOISE = 0.05;

    /** More than this share of compilers tells of code that is slower than it will be. */
    private static final double COMPILING = 0.1;

    private WarmUp() {}

    /**
     * Repeats it until three rounds in a row were not clearly cheaper than the cheapest before them, with little of their
     * cost for compiling, or for 40 rounds.
     *
     * @param round does it once, and says what that cost
     */
    public static void untilSteady(Supplier<ProcessorTime.Each> round) {
        double least = Double.MAX_VALUE;
        int steady = 0;
        for (int rounds = 0; rounds < MOST_ROUNDS && steady < STEADY_ROUNDS; rounds++) {
            ProcessorTime.Each cost = round.get();
            boolean clearlyCheaper = cost.micros() < least * (1 - NOISE);
            boolean compiled = cost.compilingMicros() < cost.micros() * COMPILING;
            steady = compiled && !clearlyCheaper ? steady + 1 : 0;
            least = Math.min(least, cost.micros());
        }
    }
}
