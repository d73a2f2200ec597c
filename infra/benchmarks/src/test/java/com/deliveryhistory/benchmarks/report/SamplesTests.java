package com.deliveryhistory.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SamplesTests {

    @Test
    void the_median_is_the_middle_reading_however_wild_the_others_are() {
        assertThat(of(7, 1_000_000, 0).median()).isEqualTo(7);
        assertThat(of(1, 2, 4, 1_000).median()).isEqualTo(3);
    }

    @Test
    void a_percentile_is_the_smallest_reading_that_so_many_do_not_exceed() {
        Samples hundred = of(IntStream.rangeClosed(1, 100).map(i -> 101 - i).toArray());

        assertThat(hundred.percentile(0.5)).isEqualTo(50);
        assertThat(hundred.percentile(0.99)).isEqualTo(99);
        assertThat(hundred.percentile(1)).isEqualTo(100);
        assertThat(of(3).percentile(0.01)).isEqualTo(3);
    }

    @Test
    void readings_may_come_after_a_median_was_asked_for() {
        Samples samples = of(1, 3);
        assertThat(samples.median()).isEqualTo(2);

        samples.addAll(of(100, 100, 100));

        assertThat(samples.median()).isEqualTo(100);
        assertThat(samples.size()).isEqualTo(5);
    }

    @Test
    void nothing_has_no_median() {
        assertThatIllegalStateException().isThrownBy(() -> new Samples().median());
    }

    private static Samples of(int... readings) {
        Samples samples = new Samples();
        for (int reading : readings) {
            samples.add(reading);
        }
        return samples;
    }
}
