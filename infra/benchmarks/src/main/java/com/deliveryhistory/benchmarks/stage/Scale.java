package com.deliveryhistory.benchmarks.stage;

import java.time.Duration;

/**
 * How much is measured.
 *
 * @param rounds of which medians are taken
 * @param seconds of a round that is bounded by time
 * @param amount of a round that is bounded by number; 0: what suits the benchmark
 */
public record Scale(int rounds, int seconds, int amount) {

    public int amountOr(int usual) {
        return amount == 0 ? usual : amount;
    }

    public Duration round() {
        return Duration.ofSeconds(seconds);
    }
}
