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
import org.springframework.util.backoff.BackOffExecution;
import org.springframework.util.backoff.ExponentialBackOff;

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

    private final ExponentialBackOff whileBuilding;

    /** Stores that are left alone for a while; all others are in every round. */
    private final Map<Indexed, LeftAlone> leftAlone = new ConcurrentHashMap<>();

    /** Until when a store is left alone, and why. */
    private sealed interface LeftAlone {

        Instant until();

        /** An index is being built. */
        record Building(Instant until, BackOffExecution pauses) implements LeftAlone {}

        /** MongoDB refuses an index. */
        record Refused(Instant until, String reason) implements LeftAlone {}
    }

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
        this.whileBuilding = new ExponentialBackOff(pause.toMillis(), 2);
        this.whileBuilding.setMaxInterval(LONGEST_PAUSE.toMillis());
        Gauge.builder("indexes.refused", leftAlone, IndexCreation::refused)
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
        LeftAlone alone = leftAlone.get(store);
        return alone == null || !alone.until().isAfter(clock.instant());
    }

    private static long refused(Map<Indexed, LeftAlone> leftAlone) {
        return leftAlone.values().stream()
                .filter(LeftAlone.Refused.class::isInstance)
                .count();
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
        if (leftAlone.remove(store) instanceof LeftAlone.Refused) {
            log.info("MongoDB has the indexes of {} now that it refused", name);
        }
        return true;
    }

    private void putOff(Indexed store, String name, MongoException e) {
        LeftAlone before = leftAlone.get(store);
        Instant now = clock.instant();
        String reason = String.valueOf(e.getMessage());
        if (e instanceof MongoSocketReadTimeoutException) {
            BackOffExecution pauses =
                    before instanceof LeftAlone.Building build ? build.pauses() : whileBuilding.start();
            Duration next = Duration.ofMillis(pauses.nextBackOff());
            leftAlone.put(store, new LeftAlone.Building(now.plus(next), pauses));
            log.info("An index of {} is being built, or MongoDB does not answer; looking again in {}", name, next);
        } else if (StoreOutage.is(e) || PASSING.contains(e.getCode())) {
            leftAlone.remove(store);
            log.warn("Indexes of {} could not be created or checked, trying again every {}: {}", name, pause, reason);
        } else {
            leftAlone.put(store, new LeftAlone.Refused(now.plus(AFTER_REFUSAL), reason));
            if (!(before instanceof LeftAlone.Refused refused
                    && refused.reason().equals(reason))) {
                log.error("MongoDB refuses indexes of {}, trying again every {}: {}", name, AFTER_REFUSAL, reason);
            }
        }
    }

    @Override
    public void stop() {
        super.stop();
        interrupt();
    }
}
