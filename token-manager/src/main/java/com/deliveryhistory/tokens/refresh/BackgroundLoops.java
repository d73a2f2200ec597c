package com.deliveryhistory.tokens.refresh;

import com.deliveryhistory.services.background.BackgroundLoop;
import java.util.List;
import org.springframework.context.SmartLifecycle;

/** Several loops that start and stop together. */
record BackgroundLoops(List<BackgroundLoop> loops) implements SmartLifecycle {

    BackgroundLoops {
        loops = List.copyOf(loops);
    }

    @Override
    public void start() {
        loops.forEach(BackgroundLoop::start);
    }

    @Override
    public void stop() {
        loops.forEach(BackgroundLoop::stop);
    }

    @Override
    public boolean isRunning() {
        return loops.stream().anyMatch(BackgroundLoop::isRunning);
    }

    @Override
    public int getPhase() {
        return loops.getFirst().getPhase();
    }
}
