package com.deliveryhistory.services.storage;

import com.mongodb.MongoException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Creates indexes in the background: a service starts while MongoDB cannot be reached, and works while a large collection
 * gets a new one. Nothing depends on them but speed and the deletion of what is old.
 */
final class IndexCreation implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(IndexCreation.class);
    private static final Duration PAUSE = Duration.ofSeconds(3);

    private final List<Indexed> missing;
    private volatile boolean running;
    private volatile Thread work = Thread.currentThread();

    IndexCreation(List<Indexed> stores) {
        this.missing = new ArrayList<>(stores);
    }

    @Override
    public void start() {
        running = true;
        work = Thread.ofVirtual().name("index-creation").start(this::keepTrying);
    }

    private void keepTrying() {
        try {
            while (running) {
                missing.removeIf(this::created);
                if (missing.isEmpty()) {
                    return;
                }
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether there is nothing more to be tried. */
    private boolean created(Indexed store) {
        try {
            store.createIndexes();
            return true;
        } catch (MongoException e) {
            if (!running) {
                return false; // it was interrupted, or is asked of a client that is closed
            }
            if (!StoreOutage.is(e)) {
                log.error(
                        "MongoDB refuses indexes of {}, which go as they are: {}",
                        store.getClass().getSimpleName(),
                        e.getMessage());
                return true;
            }
            log.warn(
                    "Indexes of {} could not be created or checked, trying again every {}: {}",
                    store.getClass().getSimpleName(),
                    PAUSE,
                    e.getMessage());
            return false;
        }
    }

    @Override
    public void stop() {
        running = false;
        if (work.isVirtual()) {
            work.interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
