package com.deliveryhistory.services.background;

import com.deliveryhistory.services.storage.StoreOutage;
import com.mongodb.MongoException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Does the same again and again while the service runs, each time after a pause, or until it is done. A failure is told,
 * and tried again: with its stack trace when it is the first of its kind and no outage of the store.
 */
public abstract class BackgroundLoop implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(BackgroundLoop.class);
    private static final int KINDS = 100;

    private final String name;
    private final Duration pause;
    private final int phase;
    private final Set<String> told = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Rounds rounds;
    private volatile @Nullable Thread thread;

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

    /**
     * Makes a loop of this alone, which is stopped among the first.
     *
     * @param name what it does, in words for logs and thread dumps
     */
    public static BackgroundLoop of(String name, Duration pause, Runnable round) {
        return new BackgroundLoop(name, pause, DEFAULT_PHASE) {
            @Override
            protected void round() {
                round.run();
            }
        };
    }

    /** One round; may throw whatever an outage throws. */
    protected abstract void round() throws InterruptedException;

    /** Whether nothing is left to do after a round: then it was the last one until the next start. */
    protected boolean isDone() {
        return false;
    }

    @Override
    public void start() {
        Rounds started = new Rounds();
        rounds = started;
        thread = Thread.ofVirtual().name(name).start(started);
    }

    /** What goes on from a start to the next stop. */
    private final class Rounds implements Runnable {

        private final CountDownLatch stopped = new CountDownLatch(1);

        @Override
        public void run() {
            try {
                while (stopped.getCount() > 0) {
                    try {
                        round();
                    } catch (RuntimeException | Error e) {
                        tell(e);
                    }
                    if (isDone()) {
                        return;
                    }
                    stopped.await(pause.toNanos(), TimeUnit.NANOSECONDS);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void tell(Throwable failure) {
        if (failure instanceof MongoException e && StoreOutage.is(e)) {
            log.warn("{}: the store is away, tried again: {}", name, e.toString());
        } else if (told.size() < KINDS && told.add(kind(failure))) {
            log.error("{}: failed, tried again; the same is told without a stack trace from now on", name, failure);
        } else {
            log.warn("{}: failed, tried again: {}", name, failure.toString());
        }
    }

    /** What it was and where it came from; not its message, which may be another one each time. */
    private static String kind(Throwable failure) {
        StackTraceElement[] trace = failure.getStackTrace();
        return failure.getClass().getName() + (trace.length == 0 ? "" : " " + trace[0]);
    }

    /** No further round begins; one that is under way goes on. */
    @Override
    public void stop() {
        Rounds started = rounds;
        rounds = null;
        if (started != null) {
            started.stopped.countDown();
        }
    }

    /** Interrupts the round that is under way, if one is, after a stop. */
    protected final void interrupt() {
        Thread last = thread;
        if (last != null) {
            last.interrupt();
        }
    }

    /** Waits after a stop for the round that was under way; {@code false}: it still is. */
    protected final boolean awaitEnd(Duration atMost) throws InterruptedException {
        Thread last = thread;
        return last == null || last.join(atMost);
    }

    @Override
    public boolean isRunning() {
        return rounds != null;
    }

    @Override
    public int getPhase() {
        return phase;
    }
}
