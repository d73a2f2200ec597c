package com.deliveryhistory.services.background;

import com.deliveryhistory.services.storage.Indexed;
import com.deliveryhistory.services.storage.StoreOutage;
import com.mongodb.MongoException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates indexes in the background: a service starts while MongoDB cannot be reached, and works while a large collection
 * gets a new one. Nothing depends on them but speed and the deletion of what is old.
 */
final class IndexCreation extends BackgroundLoop {

    private static final Logger log = LoggerFactory.getLogger(IndexCreation.class);
    private static final Duration PAUSE = Duration.ofSeconds(3);

    private final List<Indexed> missing;

    IndexCreation(List<Indexed> stores) {
        super("creation of indexes", PAUSE, DEFAULT_PHASE);
        this.missing = new CopyOnWriteArrayList<>(stores);
    }

    @Override
    protected void round() {
        // not removeIf, which holds a lock meanwhile
        missing.removeAll(missing.stream().filter(this::created).toList());
    }

    @Override
    protected boolean isDone() {
        return missing.isEmpty();
    }

    /** Whether there is nothing more to be tried. */
    private boolean created(Indexed store) {
        try {
            store.createIndexes();
            return true;
        } catch (MongoException e) {
            if (!isRunning()) {
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
        super.stop();
        interrupt();
    }
}
