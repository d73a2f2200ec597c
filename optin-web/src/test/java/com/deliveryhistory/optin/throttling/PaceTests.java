package com.deliveryhistory.optin.throttling;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTests {

    private final Pace pace = new Pace(2, 1, Duration.ofHours(1));

    @Test
    void a_sender_that_has_used_up_its_burst_is_told_how_long_to_wait() {
        assertThat(pace.waitOf("one")).isZero();
        assertThat(pace.waitOf("one")).isZero();
        assertThat(pace.waitOf("one")).isPositive().isLessThanOrEqualTo(Duration.ofHours(1));
    }

    @Test
    void others_do_not_wait_for_it() {
        for (int i = 0; i < 10; i++) {
            pace.waitOf("one");
        }

        assertThat(pace.waitOf("other")).isZero();
    }
}
