package com.deliveryhistory.history.storage;

import com.mongodb.MongoException;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Creates all indexes in the background, so that the service starts while MongoDB cannot be reached. Nothing depends on
 * them but speed: what must be unique is a document's {@code _id}.
 */
@Component
final class IndexCreation implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(IndexCreation.class);
    private static final Duration PAUSE = Duration.ofSeconds(3);

    private final List<Indexed> stores;
    private volatile boolean running;
    private volatile Thread work = Thread.currentThread();

    IndexCreation(List<Indexed> stores) {
        this.stores = stores;
    }

    @Override
    public void start() {
        running = true;
        work = Thread.ofVirtual().name("index-creation").start(this::keepTrying);
    }

    private void keepTrying() {
        try {
            while (running && !created()) {
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean created() {
        try {
            stores.forEach(Indexed::createIndexes);
            return true;
        } catch (MongoException e) {
            if (running) {
                log.warn("Indexes could not be created or checked, trying again every {}: {}", PAUSE, e.getMessage());
            }
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
