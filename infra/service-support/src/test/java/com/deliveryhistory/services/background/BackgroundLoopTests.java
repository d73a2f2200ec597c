package com.deliveryhistory.services.background;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.deliveryhistory.testing.Patience;
import com.mongodb.MongoTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class BackgroundLoopTests {

    private static final int ROUNDS = 4;

    @Test
    void a_failure_is_told_with_its_stack_trace_once_and_in_a_line_from_then_on() {
        List<ILoggingEvent> told =
                toldOf("counting", round -> new IllegalStateException("for the " + round + ". time"));

        assertThat(told.getFirst().getFormattedMessage()).startsWith("counting: failed, tried again");
        assertThat(told.getFirst().getThrowableProxy()).isNotNull();
        assertThat(told.subList(1, ROUNDS)).allSatisfy(later -> {
            assertThat(later.getThrowableProxy()).isNull();
            assertThat(later.getFormattedMessage()).contains("IllegalStateException: for the ");
        });
    }

    @Test
    void an_outage_of_the_store_is_told_without_a_stack_trace() {
        List<ILoggingEvent> told = toldOf("waiting", round -> new MongoTimeoutException("nobody answers"));

        assertThat(told.subList(0, ROUNDS)).allSatisfy(outage -> {
            assertThat(outage.getThrowableProxy()).isNull();
            assertThat(outage.getFormattedMessage()).startsWith("waiting: the store is away, tried again");
        });
    }

    @Test
    void a_stop_ends_its_pause_and_a_start_after_it_makes_no_second_loop() throws InterruptedException {
        AtomicInteger rounds = new AtomicInteger();
        BackgroundLoop loop = new BackgroundLoop("resting", Duration.ofHours(1), 0) {
            @Override
            protected void round() {
                rounds.incrementAndGet();
            }
        };
        loop.start();
        await().until(() -> rounds.get() == 1);

        loop.stop();

        assertThat(loop.awaitEnd(Patience.LIMIT)).isTrue();
        assertThat(loop.isRunning()).isFalse();
        loop.start();
        await().until(() -> rounds.get() == 2);
        loop.stop();
        assertThat(loop.awaitEnd(Patience.LIMIT)).isTrue();
        assertThat(rounds).hasValue(2);
    }

    @Test
    void a_stop_waits_for_no_round_but_who_has_to_can() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        BackgroundLoop loop = new BackgroundLoop("working", Duration.ofMillis(1), 0) {
            @Override
            protected void round() throws InterruptedException {
                begun.countDown();
                end.await();
            }
        };
        loop.start();
        begun.await();

        loop.stop();

        assertThat(loop.awaitEnd(Duration.ofMillis(1))).isFalse();
        end.countDown();
        assertThat(loop.awaitEnd(Patience.LIMIT)).isTrue();
    }

    @Test
    void no_round_follows_the_one_after_which_nothing_is_left_to_do() throws InterruptedException {
        AtomicInteger rounds = new AtomicInteger();
        BackgroundLoop loop = new BackgroundLoop("finishing", Duration.ofMillis(1), 0) {
            @Override
            protected void round() {
                rounds.incrementAndGet();
            }

            @Override
            protected boolean isDone() {
                return rounds.get() >= 3;
            }
        };
        loop.start();

        assertThat(loop.awaitEnd(Patience.LIMIT)).isTrue();
        assertThat(rounds).hasValue(3);
        assertThat(loop.isRunning()).as("until it is stopped").isTrue();
        loop.stop();
    }

    /** What is logged when each round fails. */
    private static List<ILoggingEvent> toldOf(String name, IntFunction<RuntimeException> failure) {
        Log log = new Log();
        Logger logger = (Logger) LoggerFactory.getLogger(BackgroundLoop.class);
        log.start();
        logger.addAppender(log);
        AtomicInteger rounds = new AtomicInteger();
        BackgroundLoop loop = new BackgroundLoop(name, Duration.ofMillis(1), 0) {
            @Override
            protected void round() {
                throw failure.apply(rounds.incrementAndGet());
            }
        };
        loop.start();
        await().until(() -> log.events.size() >= ROUNDS);
        loop.stop();
        logger.detachAppender(log);
        return log.events;
    }

    private static final class Log extends AppenderBase<ILoggingEvent> {

        private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();

        @Override
        protected void append(ILoggingEvent event) {
            events.add(event);
        }
    }
}
