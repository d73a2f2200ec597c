package com.deliveryhistory.tokens.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.testing.TestClock;
import com.deliveryhistory.tokens.grants.Expiry;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RefreshScheduleTests {

    private static final Instant NOW = Instant.parse("2026-07-14T10:00:00Z");

    private static final GrantId ID = GrantId.parse("acme/odcs");

    private final TestClock clock = TestClock.standingAt(NOW);

    @Test
    void a_token_in_use_is_refreshed_a_tenth_of_its_life_before_it_ends_but_not_over_ten_minutes() {
        assertThat(schedule(1).next(ID, NOW, expiry(Duration.ofHours(1)), NOW))
                .isEqualTo(NOW.plus(Duration.ofMinutes(54)));
        assertThat(schedule(1).next(ID, NOW, expiry(Duration.ofHours(4)), NOW))
                .isEqualTo(NOW.plus(Duration.ofMinutes(230)));
        assertThat(schedule(0).next(ID, NOW, expiry(Duration.ofHours(1)), NOW))
                .isEqualTo(NOW.plus(Duration.ofMinutes(60)).minusSeconds(270));
    }

    @Test
    void one_that_nobody_took_for_a_day_is_checked_once_a_day_at_a_time_of_its_own() {
        Instant first = schedule(1).next(ID, NOW, expiry(Duration.ofHours(1)), null);
        assertThat(first).isBetween(NOW.plus(Duration.ofHours(1)), NOW.plus(Duration.ofHours(25)));

        clock.advance(Duration.between(NOW, first));
        assertThat(schedule(0).next(ID, first, expiry(Duration.ofHours(1)), NOW.minus(Duration.ofHours(25))))
                .isEqualTo(first.plus(Duration.ofHours(24)));
    }

    @Test
    void checks_are_spread_over_the_day() {
        int[] hours = new int[24];
        for (int i = 0; i < 2_400; i++) {
            Instant next =
                    schedule(1).next(GrantId.parse("c%05d/odcs".formatted(i)), NOW, expiry(Duration.ofHours(1)), null);
            hours[next.atOffset(ZoneOffset.UTC).getHour()]++;
        }

        assertThat(hours).doesNotContain(0);
        assertThat(Arrays.stream(hours).max().orElseThrow()).isLessThan(200);
    }

    @Test
    void odd_lives_never_make_it_refresh_without_pause() {
        Expiry over = new Expiry(NOW.minusSeconds(60), NOW.plus(Duration.ofDays(60)));

        assertThat(schedule(1).next(ID, NOW, over, NOW)).isEqualTo(NOW.plusSeconds(1));
    }

    @Test
    void nothing_waits_until_the_refresh_token_has_ended() {
        Expiry shortLived = new Expiry(NOW.plusSeconds(1_800), NOW.plusSeconds(3_000));

        assertThat(schedule(1).next(ID, NOW, shortLived, null)).isBefore(NOW.plusSeconds(3_000));
    }

    @Test
    void pauses_double_up_to_the_longest_and_are_spread() {
        assertThat(pause(0.5, 1)).isEqualTo(Duration.ofSeconds(2));
        assertThat(pause(0.5, 2)).isEqualTo(Duration.ofSeconds(4));
        assertThat(pause(0.5, 50)).isEqualTo(Duration.ofMinutes(5));
        assertThat(pause(0, 50)).isEqualTo(Duration.ofSeconds(225));
        assertThat(pause(1, 50)).isEqualTo(Duration.ofSeconds(375));
    }

    private Duration pause(double random, int failures) {
        return Duration.between(NOW, schedule(random).retry(failures));
    }

    private RefreshSchedule schedule(double random) {
        return new RefreshSchedule(TestService.SETTINGS, clock, () -> random);
    }

    private static Expiry expiry(Duration accessTokenLife) {
        return new Expiry(NOW.plus(accessTokenLife), NOW.plus(Duration.ofDays(60)));
    }
}
