package com.deliveryhistory.services.background;

import com.deliveryhistory.services.storage.Indexed;
import com.deliveryhistory.services.storage.StoreOutage;
import com.mongodb.MongoException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates indexes in the background: a service starts while MongoDB cannot be reached, and works while a large collection
 * gets a new one. Nothing depends on them but speed and the deletion of what is old. One that MongoDB refuses is tried
 * again every few minutes, as somebody may clear the way for it; meanwhile a gauge says so.
 */
final class IndexCreation extends BackgroundLoop {

    static final Duration PAUSE = Duration.ofSeconds(3);

    /** How long a store whose indexes are refused is left alone. */
    static final Duration AFTER_REFUSAL = Duration.ofMinutes(5);

    private static final Logger log = LoggerFactory.getLogger(IndexCreation.class);

    private final Duration pause;
    private final Clock clock;
    private final List<Indexed> missing;
    private final Map<Indexed, Refusal> refusals = new ConcurrentHashMap<>();

    /** What MongoDB said, and when it is asked again. */
    private record Refusal(String reason, Instant tryAgainAt) {}

    /**
     * Creates what is missing once it is started.
     *
     * @param pause between two attempts while the store is away
     */
    IndexCreation(List<Indexed> stores, Duration pause, MeterRegistry metrics, Clock clock) {
        super("creation of indexes", pause, DEFAULT_PHASE);
        this.pause = pause;
        this.clock = clock;
        this.missing = new CopyOnWriteArrayList<>(stores);
        Gauge.builder("indexes.refused", refusals, Map::size)
                .description("Stores of the service that have an index which MongoDB refuses")
                .strongReference(true)
                .register(metrics);
    }

    @Override
    protected void round() {
        // not removeIf, which holds a lock meanwhile
        missing.removeAll(
                missing.stream().filter(this::isDue).filter(this::created).toList());
    }

    @Override
    protected boolean isDone() {
        return missing.isEmpty();
    }

    private boolean isDue(Indexed store) {
        Refusal refusal = refusals.get(store);
        return refusal == null || !refusal.tryAgainAt().isAfter(clock.instant());
    }

    /** Whether there is nothing more to be tried. */
    private boolean created(Indexed store) {
        String name = store.getClass().getSimpleName();
        try {
            store.createIndexes();
        } catch (MongoException e) {
            if (!isRunning()) {
                return false; // it was interrupted, or is asked of a client that is closed
            }
            if (StoreOutage.is(e)) {
                log.warn(
                        "Indexes of {} could not be created or checked, trying again every {}: {}",
                        name,
                        pause,
                        e.getMessage());
            } else {
                refused(store, name, String.valueOf(e.getMessage()));
            }
            return false;
        }
        if (refusals.remove(store) != null) {
            log.info("MongoDB has the indexes of {} now that it refused", name);
        }
        return true;
    }

    private void refused(Indexed store, String name, String reason) {
        Refusal before = refusals.put(store, new Refusal(reason, clock.instant().plus(AFTER_REFUSAL)));
        if (before == null || !before.reason().equals(reason)) {
            log.error("MongoDB refuses indexes of {}, trying again every {}: {}", name, AFTER_REFUSAL, reason);
        }
    }

    @Override
    public void stop() {
        super.stop();
        interrupt();
    }
}
