package com.deliveryhistory.benchmarks.stage;

import java.util.function.DoubleSupplier;

/** Repeats what is to be measured until it costs no less than before: at first a JVM spends more on compiling than on the work. */
public final class WarmUp {

    static final int MOST_ROUNDS = 20;

    private static final int STEADY_ROUNDS = 3;

    /** By less than this rounds differ for other reasons. */
    private static final double NOISE = 0.05;

    private WarmUp() {}

    /**
     * Repeats it until three rounds in a row were not clearly cheaper than the cheapest before them, or for 20 rounds.
     *
     * @param round does it once, and says how much processor time that cost, in any unit
     */
    public static void untilSteady(DoubleSupplier round) {
        double least = Double.MAX_VALUE;
        int steady = 0;
        for (int rounds = 0; rounds < MOST_ROUNDS && steady < STEADY_ROUNDS; rounds++) {
            double cost = round.getAsDouble();
            steady = cost < least * (1 - NOISE) ? 0 : steady + 1;
            least = Math.min(least, cost);
        }
    }
}
