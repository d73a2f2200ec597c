package com.deliveryhistory.history.collection;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.events.GrantId;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TimetableTests {

    private static final Instant NOW = Instant.parse("2026-07-13T12:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);

    private final Timetable timetable = new Timetable(HOUR);

    @Test
    void companies_that_were_polled_together_are_spread_over_the_interval() {
        Map<Long, Long> perMinute = IntStream.range(0, 6_000)
                .mapToObj(i -> timetable.nextPoll(grant("company-" + i), NOW))
                .map(next -> Duration.between(NOW, next).toMinutes())
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));

        assertThat(perMinute.keySet()).allMatch(minute -> minute >= 6 && minute < 66);
        assertThat(perMinute).hasSize(60);
        assertThat(perMinute.values()).allSatisfy(count -> assertThat(count).isBetween(60L, 150L));
    }

    @Test
    void a_company_keeps_its_time_also_when_a_poll_comes_late() {
        Instant first = timetable.nextPoll(grant("acme"), NOW);

        assertThat(timetable.nextPoll(grant("acme"), first)).isEqualTo(first.plus(HOUR));
        assertThat(timetable.nextPoll(grant("acme"), first.plusSeconds(1_200))).isEqualTo(first.plus(HOUR));
        assertThat(timetable.nextPoll(grant("acme"), first.plusSeconds(3_500)))
                .isEqualTo(first.plus(HOUR.multipliedBy(2)));
    }

    private static GrantId grant(String company) {
        return GrantId.parse(company + "/intelligent-delivery-history");
    }
}
