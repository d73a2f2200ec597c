package com.deliveryhistory.optin.securityevents;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ThrottleTests {

    private final Throttle throttle = new Throttle(1, 2);

    @Test
    void a_sender_that_has_used_up_its_burst_is_told_how_long_to_wait() {
        assertThat(throttle.waitOf("one")).isZero();
        assertThat(throttle.waitOf("one")).isZero();
        assertThat(throttle.waitOf("one")).isPositive().isLessThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void others_do_not_wait_for_it() {
        for (int i = 0; i < 10; i++) {
            throttle.waitOf("one");
        }

        assertThat(throttle.waitOf("other")).isZero();
    }
}
