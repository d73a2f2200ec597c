package com.deliveryhistory.history.collection;

import com.deliveryhistory.services.auth.ServiceIdentity;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Gives due companies their turns, as many at a time as the settings allow. Instances share the companies by leases: one
 * that dies no longer renews its own, and they run out, unless it comes back under the same name and takes them at once.
 */
@Component
final class CollectionScheduler implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(CollectionScheduler.class);
    private static final Duration PATIENCE_AT_STOP = Duration.ofSeconds(20);
    private static final Duration BACKLOG_LOOKS = Duration.ofSeconds(10);

    private final CollectionStore collections;
    private final Turns turns;
    private final CollectionSettings settings;
    private final Clock clock;
    private final String owner;
    private final Set<StoredCollection> held = ConcurrentHashMap.newKeySet();
    private final Semaphore free;
    private final Semaphore news = new Semaphore(0);

    private volatile Backlog backlog = new Backlog(0, Duration.ZERO, 0);
    private volatile boolean stopping = true;
    private boolean inherited;
    private ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    CollectionScheduler(
            CollectionStore collections,
            Turns turns,
            CollectionSettings settings,
            ServiceIdentity identity,
            Clock clock,
            MeterRegistry metrics) {
        this.owner = identity.instance() == null || identity.instance().isBlank()
                ? UUID.randomUUID().toString()
                : identity.instance();
        this.collections = collections;
        this.turns = turns;
        this.settings = settings;
        this.clock = clock;
        this.free = new Semaphore(settings.concurrency());
        Gauge.builder("history.collections.due", () -> backlog.due()).register(metrics);
        Gauge.builder(
                        "history.collections.overdue.seconds",
                        () -> backlog.oldest().toSeconds())
                .register(metrics);
        Gauge.builder("history.collections.parked", () -> backlog.parked()).register(metrics);
        Gauge.builder("history.collections.working", held::size).register(metrics);
    }

    /** Somebody may be due earlier than the next look would find. */
    void wake() {
        if (news.availablePermits() == 0) {
            news.release();
        }
    }

    @Override
    public void start() {
        stopping = false;
        threads = Executors.newVirtualThreadPerTaskExecutor();
        threads.execute(() -> repeatedly(settings.tick(), this::giveTurns));
        threads.execute(() -> repeatedly(settings.lease().dividedBy(3), this::prolongLeases));
        threads.execute(() -> repeatedly(BACKLOG_LOOKS, () -> backlog = collections.backlog(clock.instant())));
    }

    private void repeatedly(Duration pause, Work work) {
        while (!stopping) {
            try {
                work.run();
            } catch (RuntimeException e) {
                log.warn("Collections could not be looked after, trying again: {}", e.toString());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            try {
                Thread.sleep(pause);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void giveTurns() throws InterruptedException {
        if (!inherited) {
            collections.inherit(owner);
            inherited = true;
        }
        while (!stopping) {
            free.acquire();
            Optional<StoredCollection> due = Optional.empty();
            try {
                due = stopping ? due : collections.claim(owner, clock.instant(), settings.lease());
            } finally {
                if (due.isEmpty()) {
                    free.release();
                }
            }
            if (due.isPresent()) {
                StoredCollection leased = due.get();
                held.add(leased);
                threads.execute(() -> giveTurn(leased));
            } else if (news.tryAcquire(settings.tick().toMillis(), TimeUnit.MILLISECONDS)) {
                log.debug("Woken by news");
            }
        }
    }

    private void giveTurn(StoredCollection leased) {
        try {
            turns.take(leased, () -> stopping);
        } catch (RuntimeException e) {
            log.warn("{}: the turn could not be ended, its lease will run out: {}", leased.id(), e.toString());
        } finally {
            held.remove(leased);
            free.release();
        }
    }

    private void prolongLeases() {
        for (StoredCollection leased : held) {
            if (!collections.prolong(leased, clock.instant().plus(settings.lease())) && held.contains(leased)) {
                log.warn("{}: another instance has it now", leased.id());
            }
        }
    }

    /** Turns under way end before their next call to UPS; one that hangs is interrupted, and its lease runs out. */
    @Override
    public void stop() {
        stopping = true;
        wake();
        try {
            if (!free.tryAcquire(settings.concurrency(), PATIENCE_AT_STOP.toMillis(), TimeUnit.MILLISECONDS)) {
                log.warn("Not all turns ended in time");
            } else {
                free.release(settings.concurrency());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        threads.shutdownNow();
    }

    @Override
    public boolean isRunning() {
        return !stopping;
    }

    /** A step of a loop. */
    private interface Work {
        void run() throws InterruptedException;
    }
}
