package com.deliveryhistory.history.collection;

import com.deliveryhistory.events.Application;
import com.deliveryhistory.history.pace.Pace;
import com.deliveryhistory.history.pace.Work;
import com.deliveryhistory.services.background.BackgroundLoop;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where one application's companies wait for their turns. The most pressing goes first, then the longest waiting, and only
 * when its calls would not just wait for UPS's pace behind others that are as pressing. Some places are kept for news.
 */
final class Line extends BackgroundLoop {

    private static final Logger log = LoggerFactory.getLogger(Line.class);
    private static final Duration PATIENCE_AT_STOP = Duration.ofSeconds(20);
    private static final int SHARE_OF_NEWS = 4;

    private final Application application;
    private final Pace pace;
    private final CollectionStore collections;
    private final Turns turns;
    private final Leases leases;
    private final CollectionSettings settings;
    private final Clock clock;
    private final Semaphore places;
    private final Semaphore signals = new Semaphore(0);
    private volatile ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile boolean news;
    private Work idleUpTo = Work.PARKING;
    private long idleUntil = System.nanoTime();

    Line(
            Application application,
            Pace pace,
            CollectionStore collections,
            Turns turns,
            Leases leases,
            CollectionSettings settings,
            Clock clock) {
        super("turns of " + application, settings.tick(), DEFAULT_PHASE);
        this.application = application;
        this.pace = pace;
        this.collections = collections;
        this.turns = turns;
        this.leases = leases;
        this.settings = settings;
        this.clock = clock;
        this.places = new Semaphore(settings.concurrency());
        pace.whenRoom(signals::release);
    }

    /** Somebody may be due earlier than the next look would find. */
    void wake() {
        news = true;
        signals.release();
    }

    @Override
    public void start() {
        threads = Executors.newVirtualThreadPerTaskExecutor();
        pace.start();
        super.start();
    }

    @Override
    protected void round() throws InterruptedException {
        leases.inheritOnce();
        while (isRunning()) {
            leases.cutShort();
            signals.drainPermits();
            if (!giveTurn()) {
                signals.tryAcquire(settings.tick().toMillis(), TimeUnit.MILLISECONDS);
            }
        }
    }

    private boolean giveTurn() {
        if (!places.tryAcquire()) {
            return false; // a turn that ends wakes this
        }
        boolean given = false;
        try {
            Work least = leastPressing();
            if (foundNothing(least)) {
                return false;
            }
            Optional<Leased> due =
                    collections.claim(application, least, leases.owner(), clock.instant(), settings.lease());
            if (due.isEmpty()) {
                idleUpTo = least;
                idleUntil = System.nanoTime() + settings.tick().toNanos();
            } else {
                leases.hold(due.get().collection());
                threads.execute(() -> take(due.get()));
                given = true;
            }
            return given;
        } finally {
            if (!given) {
                places.release();
            }
        }
    }

    private Work leastPressing() {
        int reserved = Math.min(settings.concurrency() - 1, Math.ceilDiv(settings.concurrency(), SHARE_OF_NEWS));
        Work byPace = pace.leastPressing();
        boolean onlyNews = places.availablePermits() < reserved && Work.NEWS.isAtLeastAsPressingAs(byPace);
        return onlyNews ? Work.NEWS : byPace;
    }

    /** Whether a look a moment ago has found nothing, and nothing has happened since. */
    private boolean foundNothing(Work least) {
        boolean anew = news;
        news = false;
        return !anew && least.isAtLeastAsPressingAs(idleUpTo) && System.nanoTime() - idleUntil < 0;
    }

    private void take(Leased turn) {
        try {
            turns.take(turn, () -> !isRunning());
        } catch (RuntimeException e) {
            log.warn(
                    "{}: the turn could not be ended, and is repeated when the store can be reached: {}",
                    turn.id(),
                    e.toString());
            leases.cutShortLater(turn.collection());
        } finally {
            leases.letGo(turn.collection());
            places.release();
            wake();
        }
    }

    /** How many companies have their turn here now. */
    int working() {
        return settings.concurrency() - places.availablePermits();
    }

    /** Turns under way end before their next call to UPS; one that hangs is interrupted, and its lease runs out. */
    @Override
    public void stop() {
        super.stop();
        pace.stop();
        signals.release();
        try {
            if (places.tryAcquire(settings.concurrency(), PATIENCE_AT_STOP.toMillis(), TimeUnit.MILLISECONDS)) {
                places.release(settings.concurrency());
            } else {
                log.warn("Not all turns ended in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        threads.shutdownNow();
    }
}
