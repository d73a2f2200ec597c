package com.deliveryhistory.history.pace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.deliveryhistory.history.pace.Pace.Permit;
import com.deliveryhistory.history.ups.Strain;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class PaceTests {

    private static final PaceSettings SETTINGS =
            new PaceSettings(8, 10, Duration.ofMinutes(2), Duration.ofSeconds(1), Duration.ofMinutes(1));

    private final StandingClock clock = new StandingClock();
    private final Pace pace = new Pace(SETTINGS, clock, () -> 0.5);

    @Test
    void no_more_calls_are_begun_in_a_second_than_are_set() {
        int begun = 0;
        for (int tenth = 0; tenth < 100; tenth++) {
            begun += callIfAllowed(Strain.NONE) ? 1 : 0;
            begun += callIfAllowed(Strain.NONE) ? 1 : 0;
            clock.advance(Duration.ofMillis(100));
        }

        assertThat(begun).isEqualTo(100);
    }

    @Test
    void no_more_calls_are_under_way_than_are_set_and_the_last_place_is_for_news() {
        List<Permit> permits = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            permits.add(tryEnter(Work.FEED).orElseThrow());
            clock.advance(Duration.ofSeconds(1));
        }

        assertThat(tryEnter(Work.FEED)).isEmpty();
        permits.add(tryEnter(Work.NEWS).orElseThrow());
        clock.advance(Duration.ofSeconds(1));
        assertThat(tryEnter(Work.NEWS)).isEmpty();
        assertThat(pace.underWay()).isEqualTo(8);
        permits.forEach(Permit::close);
        assertThat(tryEnter(Work.NUMBERS)).isPresent();
    }

    @Test
    void calls_under_way_together_that_get_429_halve_the_pace_once() {
        List<Permit> together = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            together.add(tryEnter(Work.FEED).orElseThrow());
            clock.advance(Duration.ofSeconds(1));
        }

        together.forEach(permit -> end(permit, Strain.THROTTLED));

        assertThat(pace.perSecond()).isEqualTo(5);
        assertThat(pace.atOnce()).isEqualTo(4);
        assertThat(pace.pauseLeft()).isZero();
    }

    @Test
    void a_storm_of_429_slows_down_to_a_crawl_and_not_to_a_stop_and_the_pace_grows_back_slowly() {
        for (int i = 0; i < 20; i++) {
            call(Strain.THROTTLED);
        }
        assertThat(pace.perSecond()).isCloseTo(0.1, within(1e-9));
        assertThat(pace.atOnce()).isOne();

        Instant calm = clock.instant();
        List<Double> perMinute = new ArrayList<>();
        while (pace.perSecond() < 10) {
            int minute = (int) Duration.between(calm, clock.instant()).toMinutes();
            call(Strain.NONE);
            if (minute == perMinute.size()) {
                perMinute.add(pace.perSecond());
            }
        }

        assertThat(perMinute).isSorted();
        assertThat(Duration.between(calm, clock.instant())).isBetween(Duration.ofMinutes(2), Duration.ofMinutes(4));
        assertThat(pace.atOnce()).isEqualTo(8);
    }

    @Test
    void against_a_limit_below_the_settings_the_pace_swings_about_it() {
        int refused = 0;
        Instant start = clock.instant();
        int calls = 0;
        for (; Duration.between(start, clock.instant()).toMinutes() < 30; calls++) {
            boolean tooFast = pace.perSecond() > 4;
            call(tooFast ? Strain.THROTTLED : Strain.NONE);
            refused += tooFast ? 1 : 0;
        }

        double perSecond = calls / 1_800.0;
        assertThat(perSecond).isBetween(2.0, 4.0);
        assertThat(refused).isLessThan(calls / 50);
    }

    @Test
    void one_failure_is_nothing_and_two_in_a_row_are_a_pause() {
        call(Strain.DOWN);
        call(Strain.NONE);
        call(Strain.DOWN);
        assertThat(pace.pauseLeft()).isZero();

        call(Strain.DOWN);

        assertThat(pace.pauseLeft()).isEqualTo(Duration.ofSeconds(1));
        assertThat(tryEnter(Work.NEWS)).isEmpty();
        assertThat(pace.leastPressing()).isEqualTo(Work.PARKING);
    }

    @Test
    void an_outage_costs_one_call_a_pause_and_ends_with_the_first_good_answer() {
        call(Strain.DOWN);
        call(Strain.DOWN);
        Instant down = clock.instant();
        int calls = 0;
        while (Duration.between(down, clock.instant()).toMinutes() < 60) {
            Optional<Permit> probe = tryEnter(Work.FEED);
            if (probe.isPresent()) {
                assertThat(tryEnter(Work.NEWS)).isEmpty();
                calls++;
                end(probe.get(), Strain.DOWN);
            }
            clock.advance(Duration.ofSeconds(1));
        }
        assertThat(calls).isBetween(55, 70);

        clock.advance(Duration.ofMinutes(1));
        end(tryEnter(Work.FEED).orElseThrow(), Strain.NONE);

        assertThat(pace.pauseLeft()).isZero();
        clock.advance(Duration.ofSeconds(10));
        assertThat(callIfAllowed(Strain.NONE)).isTrue();
    }

    @Test
    void who_waits_goes_in_order_of_urgency_and_then_of_arrival() throws Exception {
        Permit first = tryEnter(Work.FEED).orElseThrow();
        ConcurrentLinkedQueue<String> order = new ConcurrentLinkedQueue<>();
        try (ExecutorService waiting = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Permit>> all = new ArrayList<>();
            for (String who : List.of("NUMBERS 1", "FEED 1", "NUMBERS 2", "NEWS 1", "FEED 2")) {
                all.add(waiting.submit(() -> {
                    Work work = Work.valueOf(who.split(" ", 2)[0]);
                    Permit permit = pace.enter(work, Duration.ofSeconds(30)).orElseThrow();
                    order.add(who);
                    permit.close();
                    clock.advance(Duration.ofSeconds(1));
                    return permit;
                }));
                await().until(() -> pace.waiting() == all.size());
            }
            assertThat(pace.leastPressing()).isEqualTo(Work.NEWS);
            clock.advance(Duration.ofSeconds(1));
            first.close(); // they look again
            for (Future<Permit> each : all) {
                each.get();
            }
        }

        assertThat(order).containsExactly("NEWS 1", "FEED 1", "FEED 2", "NUMBERS 1", "NUMBERS 2");
    }

    @Test
    void instances_share_the_limits() {
        pace.shareAmong(4);

        assertThat(pace.perSecond()).isEqualTo(2.5);
        assertThat(pace.atOnce()).isEqualTo(2);
    }

    @Test
    void after_a_stop_nobody_enters() {
        pace.stop();
        assertThat(tryEnter(Work.NEWS)).isEmpty();
        pace.start();
        assertThat(tryEnter(Work.NEWS)).isPresent();
    }

    /** Makes a call as soon as it may be. */
    private void call(Strain strain) {
        Optional<Permit> permit = tryEnter(Work.FEED);
        while (permit.isEmpty()) {
            clock.advance(Duration.ofMillis(100));
            permit = tryEnter(Work.FEED);
        }
        end(permit.get(), strain);
    }

    private boolean callIfAllowed(Strain strain) {
        Optional<Permit> permit = tryEnter(Work.FEED);
        permit.ifPresent(given -> end(given, strain));
        return permit.isPresent();
    }

    private Optional<Permit> tryEnter(Work work) {
        try {
            return pace.enter(work, Duration.ZERO);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void end(Permit permit, Strain strain) {
        permit.heard(strain);
        permit.close();
    }

    /** Goes on only when told to. */
    private static final class StandingClock extends Clock {

        private volatile Instant now = Instant.parse("2026-07-13T12:00:00Z");

        void advance(Duration by) {
            now = now.plus(by);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
