package com.deliveryhistory.services.background;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Does the same again and again while the service runs, each time after a pause. A failure is told, and tried again. */
public abstract class BackgroundLoop implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(BackgroundLoop.class);

    private final String name;
    private final Duration pause;
    private final int phase;
    private volatile boolean running;

    /**
     * Makes a loop that has to be started.
     *
     * @param name what it does, in words for logs and thread dumps
     * @param phase see {@link SmartLifecycle#getPhase}
     */
    protected BackgroundLoop(String name, Duration pause, int phase) {
        this.name = name;
        this.pause = pause;
        this.phase = phase;
    }

    /** One round; may throw whatever an outage throws. */
    protected abstract void round() throws InterruptedException;

    @Override
    public void start() {
        running = true;
        Thread.ofVirtual().name(name).start(this::run);
    }

    private void run() {
        try {
            while (running) {
                try {
                    round();
                } catch (RuntimeException e) {
                    log.warn("{}: not now, tried again: {}", name, e.toString());
                } catch (Error e) {
                    log.error("{}: failed, tried again", name, e);
                }
                Thread.sleep(pause);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
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
        return phase;
    }
}
