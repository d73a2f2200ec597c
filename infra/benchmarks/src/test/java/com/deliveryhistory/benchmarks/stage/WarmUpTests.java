package com.deliveryhistory.benchmarks.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Iterator;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WarmUpTests {

    @Test
    void it_ends_when_three_rounds_were_no_cheaper() {
        Iterator<ProcessorTime.Each> costs = compiled(DoubleStream.of(9, 5, 5.1, 4, 3.9, 4.2, 3.95, 1));

        WarmUp.untilSteady(costs::next);

        assertThat(costs.next().micros()).isEqualTo(1);
    }

    @Test
    void it_goes_on_while_much_of_the_cost_is_that_of_compilers() {
        Iterator<ProcessorTime.Each> costs = Stream.concat(
                        Stream.generate(() -> new ProcessorTime.Each(9, 4)).limit(6),
                        Stream.generate(() -> new ProcessorTime.Each(9, 0.5)).limit(3))
                .iterator();

        WarmUp.untilSteady(costs::next);

        assertThat(costs).isExhausted();
    }

    @Test
    void what_always_gets_cheaper_is_not_waited_for_without_end() {
        Iterator<ProcessorTime.Each> costs = compiled(DoubleStream.iterate(1_000, cost -> cost / 2));

        WarmUp.untilSteady(costs::next);

        assertThat(costs.next().micros()).isEqualTo(1_000 / Math.pow(2, WarmUp.MOST_ROUNDS));
    }

    private static Iterator<ProcessorTime.Each> compiled(DoubleStream micros) {
        return micros.mapToObj(each -> new ProcessorTime.Each(each, 0)).iterator();
    }
}
