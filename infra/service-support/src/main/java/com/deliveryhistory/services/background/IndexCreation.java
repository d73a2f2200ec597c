package com.deliveryhistory.services.background;

import com.deliveryhistory.services.storage.Indexed;
import com.deliveryhistory.services.storage.StoreOutage;
import com.mongodb.MongoException;
import com.mongodb.MongoSocketReadTimeoutException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates indexes in the background: a service starts while MongoDB cannot be reached, and works while a large collection
 * gets a new one. Nothing depends on them but speed and the deletion of what is old. One that MongoDB refuses is tried
 * again every few minutes, as somebody may clear the way for it; meanwhile a gauge says so. One whose creation takes longer than
 * the driver waits for an answer is asked for less and less often: MongoDB goes on with it, and who asks again waits there
 * on a connection, and in a thread, until it is there.
 *
 * @see <a href="https://jira.mongodb.org/browse/SERVER-101507">SERVER-101507, waiting for an index that is being built</a>
 */
final class IndexCreation extends BackgroundLoop {

    static final Duration PAUSE = Duration.ofSeconds(3);

    /** How long a store whose indexes are refused is left alone. */
    static final Duration AFTER_REFUSAL = Duration.ofMinutes(5);

    /** Pauses get no longer while an index is being built. */
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

    /** What passes, though it is no outage. Anything else stays so until somebody does something about it. */
    private static final Set<Integer> PASSING = Set.of(
            27, // IndexNotFound: another instance has just dropped it
            46, // LockBusy
            112, // WriteConflict
            117, // ConflictingOperationInProgress
            276, // IndexBuildAborted
            11601); // Interrupted

    private static final Logger log = LoggerFactory.getLogger(IndexCreation.class);

    private final Duration pause;
    private final Clock clock;
    private final List<Indexed> missing;

    /** What MongoDB said. */
    private final Map<Indexed, String> refusals = new ConcurrentHashMap<>();

    /** Of what is being built, the pause that was made last. */
    private final Map<Indexed, Duration> builds = new ConcurrentHashMap<>();

    /** When a store is tried again; one that is not in here is in every round. */
    private final Map<Indexed, Instant> dueAt = new ConcurrentHashMap<>();

    /**
     * Creates what is missing once it is started.
     *
     * @param pause between two attempts while the store is away, and the first one while an index is being built
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
        Instant due = dueAt.get(store);
        return due == null || !due.isAfter(clock.instant());
    }

    /** Whether there is nothing more to be tried. */
    private boolean created(Indexed store) {
        String name = store.getClass().getSimpleName();
        try {
            store.createIndexes();
        } catch (MongoException e) {
            if (isRunning()) { // else it was interrupted, or is asked of a client that is closed
                putOff(store, name, e);
            }
            return false;
        }
        if (refusals.remove(store) != null) {
            log.info("MongoDB has the indexes of {} now that it refused", name);
        }
        return true;
    }

    private void putOff(Indexed store, String name, MongoException e) {
        dueAt.remove(store);
        Duration lastPause = builds.remove(store);
        String reason = String.valueOf(e.getMessage());
        if (e instanceof MongoSocketReadTimeoutException) {
            refusals.remove(store);
            Duration longer = lastPause == null ? pause : lastPause.multipliedBy(2);
            Duration next = longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
            builds.put(store, next);
            leaveAlone(store, next);
            log.info("An index of {} is being built, or MongoDB does not answer; looking again in {}", name, next);
        } else if (StoreOutage.is(e) || PASSING.contains(e.getCode())) {
            log.warn("Indexes of {} could not be created or checked, trying again every {}: {}", name, pause, reason);
        } else {
            leaveAlone(store, AFTER_REFUSAL);
            if (!reason.equals(refusals.put(store, reason))) {
                log.error("MongoDB refuses indexes of {}, trying again every {}: {}", name, AFTER_REFUSAL, reason);
            }
        }
    }

    private void leaveAlone(Indexed store, Duration pause) {
        dueAt.put(store, clock.instant().plus(pause));
    }

    @Override
    public void stop() {
        super.stop();
        interrupt();
    }
}
