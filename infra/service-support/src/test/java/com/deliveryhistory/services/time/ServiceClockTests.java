package com.deliveryhistory.services.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class ServiceClockTests {

    private final ApplicationContextRunner service =
            new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(ClockAutoConfiguration.class));

    @Test
    void the_time_is_told_no_more_exactly_than_it_is_stored() {
        service.run(context -> assertThat(
                        Stream.generate(context.getBean(Clock.class)::instant).limit(10_000))
                .allMatch(now -> now.equals(now.truncatedTo(ChronoUnit.MILLIS))));
    }

    @Test
    void a_service_that_has_a_clock_keeps_it() {
        Clock own = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);

        service.withBean(Clock.class, () -> own)
                .run(context -> assertThat(context.getBean(Clock.class)).isSameAs(own));
    }
}
