package com.deliveryhistory.benchmarks.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.PrimitiveIterator;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class WarmUpTests {

    @Test
    void it_ends_when_three_rounds_were_no_cheaper() {
        PrimitiveIterator.OfDouble costs =
                DoubleStream.of(9, 5, 5.1, 4, 3.9, 4.2, 3.95, 1).iterator();

        WarmUp.untilSteady(costs::nextDouble);

        assertThat(costs.nextDouble()).isEqualTo(1);
    }

    @Test
    void what_always_gets_cheaper_is_not_waited_for_without_end() {
        PrimitiveIterator.OfDouble costs =
                DoubleStream.iterate(1_000, cost -> cost / 2).iterator();

        WarmUp.untilSteady(costs::nextDouble);

        assertThat(costs.nextDouble()).isEqualTo(1_000 / Math.pow(2, WarmUp.MOST_ROUNDS));
    }
}
