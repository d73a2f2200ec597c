package com.deliveryhistory.tokens.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.testing.Patience;
import com.deliveryhistory.testing.TestClock;
import com.deliveryhistory.tokens.refresh.Outcome.Refused;
import com.deliveryhistory.tokens.refresh.Outcome.Renewed;
import com.deliveryhistory.tokens.refresh.Outcome.TryLater;
import com.deliveryhistory.tokens.refresh.Outcome.Unclear;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PaceTests {

    private static final GrantId ID = GrantId.parse("acme/odcs");
    private static final GrantId OTHER = GrantId.parse("globex/odcs");
    private static final Outcome GOOD = new Renewed("at", "rt", null, null);
    private static final Outcome DOWN = new Unclear("503", Strain.DOWN);

    private final TestClock clock = TestClock.standingAt(TestService.START);
    private final Pace pace = new Pace(TestService.SETTINGS, clock, () -> 0.5);

    @Test
    void as_many_run_at_once_as_the_settings_allow() {
        for (int i = 0; i < TestService.SETTINGS.concurrent(); i++) {
            assertThat(pace.enter()).isTrue();
        }
        assertThat(pace.enter()).isFalse();
        pace.leave();
        assertThat(pace.enter()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            value = Strain.class,
            names = {"THROTTLED", "CLIENT_REFUSED"})
    void an_answer_that_is_about_all_grants_pauses_all(Strain strain) {
        pace.heard(ID, new TryLater("no", strain, null));

        assertThat(pace.pause()).isEqualTo(TestService.SETTINGS.firstPause());
        assertThat(pace.enter()).isFalse();
        assertThat(pace.why()).isEqualTo(strain);
    }

    @Test
    void a_wait_that_ups_asks_for_is_kept() {
        pace.heard(ID, new TryLater("429", Strain.THROTTLED, Duration.ofSeconds(90)));

        assertThat(pace.pause()).isEqualTo(Duration.ofSeconds(90));
    }

    @Test
    void no_wait_is_believed_that_would_stop_everything_for_hours() {
        pace.heard(ID, new TryLater("429", Strain.THROTTLED, Duration.ofDays(1)));

        assertThat(pace.pause()).isEqualTo(Duration.ofMinutes(15));
    }

    @Test
    void a_good_answer_to_a_call_from_before_the_pause_does_not_end_it() {
        pace.heard(ID, new TryLater("429", Strain.THROTTLED, null));
        pace.heard(OTHER, GOOD);

        assertThat(pace.pause()).isEqualTo(TestService.SETTINGS.firstPause());
    }

    @Test
    void nobody_enters_after_the_stop_and_who_waits_is_let_go() {
        while (pace.enter()) {
            assertThat(pace.underWay()).isPositive();
        }
        FutureTask<Boolean> waiting = new FutureTask<>(() -> pace.enter(Duration.ofMinutes(1)));
        Thread waiter = Thread.ofPlatform().daemon().start(waiting);
        await().until(() -> waiter.getState() == Thread.State.TIMED_WAITING);

        pace.stop();

        assertThat(waiting).succeedsWithin(Patience.LIMIT).isEqualTo(false);
        pace.leave();
        assertThat(pace.enter()).isFalse();
    }

    @Test
    void one_failure_among_good_answers_pauses_nothing_but_two_in_a_row_do() {
        pace.heard(ID, DOWN);
        pace.heard(OTHER, GOOD);
        pace.heard(ID, DOWN);
        assertThat(pace.pause()).isZero();

        pace.heard(OTHER, DOWN);
        assertThat(pace.pause()).isPositive();
    }

    @Test
    void an_outage_of_an_hour_costs_about_a_call_a_minute() {
        int calls = 0;
        for (int second = 0; second < 3_600; second++) {
            while (pace.enter()) {
                calls++;
                pace.heard(ID, DOWN);
                pace.leave();
            }
            clock.advance(Duration.ofSeconds(1));
        }

        assertThat(calls).isBetween(55, 75);
    }

    @Test
    void answers_of_calls_that_were_under_way_together_lengthen_no_pause() {
        pace.heard(ID, DOWN);
        for (int i = 0; i < 30; i++) {
            pace.heard(ID, DOWN);
        }

        assertThat(pace.pause()).isEqualTo(TestService.SETTINGS.firstPause());
    }

    @Test
    void after_a_pause_it_goes_on_one_at_a_time_and_faster_with_each_good_answer() {
        for (int i = 0; i < 8; i++) {
            pace.heard(ID, DOWN);
        }
        clock.advance(Duration.ofSeconds(2));
        assertThat(pace.room()).isEqualTo(1);

        pace.heard(ID, GOOD);
        assertThat(pace.room()).isEqualTo(2);
        pace.heard(OTHER, new Refused());
        assertThat(pace.room()).isEqualTo(3);
        assertThat(pace.why()).isEqualTo(Strain.NONE);
    }

    @Test
    void after_a_pause_the_grant_in_doubt_is_tried_before_another_is_put_at_risk() {
        pace.heard(ID, DOWN);
        pace.heard(OTHER, DOWN);

        assertThat(pace.takeInDoubt()).isEqualTo(ID);
        assertThat(pace.takeInDoubt()).as("once a pause").isNull();
        clock.advance(Duration.ofSeconds(2));
        pace.heard(ID, GOOD);
        pace.heard(OTHER, new TryLater("429", Strain.THROTTLED, null));
        assertThat(pace.takeInDoubt()).isNull();
    }

    @Test
    void a_grant_that_ups_cannot_cope_with_does_not_hold_up_all_others() {
        boolean otherTried = false;
        pace.heard(ID, DOWN);
        for (int probe = 0; probe < 5; probe++) {
            pace.heard(ID, DOWN);
            clock.advance(Duration.ofMinutes(2));
            otherTried |= pace.takeInDoubt() == null;
        }

        assertThat(otherTried).isTrue();
    }
}
