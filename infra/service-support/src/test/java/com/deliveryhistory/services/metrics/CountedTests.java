package com.deliveryhistory.services.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CountedTests {

    private static final Duration KEPT = Duration.ofSeconds(5);

    private final AtomicLong clock = new AtomicLong();
    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void a_count_is_kept_for_its_time_and_then_made_anew() {
        Counted<Integer> counted = new Counted<>(KEPT, asked::incrementAndGet, clock::get);

        await().until(() -> counted.read(Integer::doubleValue) == 1);
        pass(KEPT.minusMillis(1));
        assertThat(counted.read(Integer::doubleValue)).isEqualTo(1);
        pass(Duration.ofMillis(1));
        await().until(() -> counted.read(Integer::doubleValue) == 2);
    }

    @Test
    void a_count_that_took_long_is_kept_for_fifty_times_as_long() {
        Counted<Integer> counted = new Counted<>(
                KEPT,
                () -> {
                    pass(Duration.ofSeconds(1));
                    return asked.incrementAndGet();
                },
                clock::get);
        await().until(() -> counted.read(Integer::doubleValue) == 1);

        pass(Duration.ofSeconds(49));

        assertThat(counted.read(Integer::doubleValue)).isEqualTo(1);
        assertThat(asked).hasValue(1);
    }

    @Test
    void a_store_that_is_silent_keeps_nobody_waiting_and_is_not_asked_twice_at_once() {
        CountDownLatch answers = new CountDownLatch(1);
        Counted<Integer> counted = new Counted<>(Duration.ZERO, () -> {
            awaitQuietly(answers);
            return asked.incrementAndGet();
        });

        assertThat(counted.read(Integer::doubleValue)).isNaN();
        assertThat(counted.read(Integer::doubleValue)).isNaN();
        answers.countDown();

        await().untilAsserted(
                        () -> assertThat(counted.read(Integer::doubleValue)).isEqualTo(1));
    }

    @Test
    void while_a_slow_count_is_under_way_the_last_one_holds_but_not_for_long() {
        CountDownLatch answers = new CountDownLatch(1);
        Counted<Integer> counted = new Counted<>(
                KEPT,
                () -> {
                    if (asked.incrementAndGet() > 1) {
                        awaitQuietly(answers);
                    }
                    return asked.get();
                },
                clock::get);
        await().until(() -> counted.read(Integer::doubleValue) == 1);

        pass(KEPT);
        assertThat(counted.read(Integer::doubleValue)).isEqualTo(1);
        pass(Duration.ofSeconds(10));
        assertThat(counted.read(Integer::doubleValue)).isNaN();
        answers.countDown();
    }

    @Test
    void what_failed_is_counted_again_soon_however_long_it_took_to_fail() {
        Counted<Integer> counted = new Counted<>(
                KEPT,
                () -> {
                    if (asked.incrementAndGet() == 1) {
                        pass(Duration.ofSeconds(30));
                        throw new IllegalStateException("no answer");
                    }
                    return asked.get();
                },
                clock::get);
        await().until(() -> Double.isNaN(counted.read(Integer::doubleValue)) && asked.get() == 1);

        pass(KEPT);

        await().untilAsserted(
                        () -> assertThat(counted.read(Integer::doubleValue)).isEqualTo(2));
    }

    private void pass(Duration time) {
        clock.addAndGet(time.toNanos());
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
