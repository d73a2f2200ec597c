package com.deliveryhistory.benchmarks.report;

import org.jspecify.annotations.Nullable;

/**
 * One figure divided by another of the same run.
 *
 * @param of what stands above the line
 * @param to what stands below it
 * @param aim what it should at least be; {@code null} if it is told only for information
 */
public record Ratio(
        String of, String to, double value, @Nullable Double aim) {

    boolean reached() {
        return aim == null || value >= aim;
    }
}
