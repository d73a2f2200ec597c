package com.deliveryhistory.tokens.refresh;

import com.deliveryhistory.tokens.grants.Grants;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Starts refreshes when they are due, and again those whose lease ran out with no result. What it costs depends on how
 * many are due, not on how many grants there are.
 */
final class DueRefreshes implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(DueRefreshes.class);

    private final Grants grants;
    private final Refreshes refreshes;
    private final Duration scanInterval;
    private final Clock clock;
    private volatile boolean running;

    DueRefreshes(Grants grants, Refreshes refreshes, RefreshSettings settings, Clock clock) {
        this.grants = grants;
        this.refreshes = refreshes;
        this.scanInterval = settings.scanInterval();
        this.clock = clock;
    }

    /** Starts as many due refreshes as there is room for. */
    void beginDue() {
        int room = refreshes.room();
        if (room > 0) {
            grants.due(clock.instant(), room).forEach(refreshes::begin);
        }
    }

    @Override
    public void start() {
        running = true;
        Thread.ofVirtual().name("due-refreshes").start(this::run);
    }

    private void run() {
        while (running) {
            try {
                beginDue();
            } catch (RuntimeException e) {
                log.warn("Due refreshes cannot be found now: {}", e.toString());
            }
            try {
                Thread.sleep(scanInterval);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return 300;
    }
}
