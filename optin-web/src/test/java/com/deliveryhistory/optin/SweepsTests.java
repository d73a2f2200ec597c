package com.deliveryhistory.optin;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.testing.Patience;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.scheduling.TaskScheduler;

class SweepsTests extends WebTest {

    @Autowired
    TaskScheduler scheduler;

    @Test
    void none_waits_for_another_that_takes_minutes() throws Exception {
        int sweeps = schedule.getScheduledTasks().size();
        CyclicBarrier atOnce = new CyclicBarrier(sweeps);

        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < sweeps; i++) {
            running.add(scheduler.schedule(() -> meet(atOnce), Instant.now()));
        }

        assertThat(sweeps).isGreaterThan(1);
        for (Future<?> sweep : running) {
            sweep.get(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS);
        }
        assertThat(atOnce.isBroken()).isFalse();
    }

    private static void meet(CyclicBarrier atOnce) {
        try {
            atOnce.await(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new AssertionError("Not all sweeps ran at once", e);
        }
    }
}
