package com.deliveryhistory.tokens.refresh;

import com.deliveryhistory.events.Application;
import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.tokens.grants.Grant.Active;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * The refreshes that are under way in this instance: one per grant, each on a thread of its own that no impatient
 * caller can cut off, and that shutdown waits for.
 */
public final class Refreshes implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Refreshes.class);

    private final Refresher refresher;
    private final Paces paces;
    private final Duration longest;
    private final ConcurrentHashMap<GrantId, CompletableFuture<Void>> underWay = new ConcurrentHashMap<>();
    private volatile ExecutorService tasks = Executors.newVirtualThreadPerTaskExecutor();
    private volatile boolean running;

    Refreshes(Refresher refresher, Paces paces, RefreshSettings settings) {
        this.refresher = refresher;
        this.paces = paces;
        this.longest = settings.lease();
    }

    /** Starts refreshing this generation of the grant, or joins the refresh of the grant that is under way. */
    public void begin(Active grant) {
        Pace pace = paces.of(grant.id().application());
        start(grant, () -> {
            if (pace.enter(longest)) {
                refresh(grant, pace);
            }
        });
    }

    /** Says which refreshes will begin soon; saves a look-up for each. */
    void expect(Collection<Active> soon) {
        refresher.expect(soon);
    }

    /** Waits for the application's pace to allow one more, then starts; false if UPS needs a pause. */
    boolean beginInTurn(Active grant) throws InterruptedException {
        Pace pace = paces.of(grant.id().application());
        if (!pace.enter(longest)) {
            return false;
        }
        if (!start(grant, () -> refresh(grant, pace))) {
            pace.leave();
        }
        return true;
    }

    private boolean start(Active grant, Task task) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        if (underWay.putIfAbsent(grant.id(), done) != null) {
            return false;
        }
        try {
            tasks.execute(() -> run(grant.id(), task, done));
            return true;
        } catch (RejectedExecutionException e) {
            underWay.remove(grant.id());
            done.complete(null);
            return false;
        }
    }

    /** How long the application's refreshes pause because of UPS's answers; zero: they do not. */
    public Duration pauseOf(Application application) {
        return paces.of(application).pause();
    }

    /** What UPS's answers say of the application as a whole, until one of them is good. */
    public Strain strainOf(Application application) {
        return paces.of(application).why();
    }

    /** Waits until no refresh of the grant is under way here, or the time is over. What came of it is in the store. */
    public void await(GrantId grant, Duration patience) {
        CompletableFuture<Void> done = underWay.get(grant);
        if (done == null) {
            return;
        }
        try {
            done.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            log.debug("{} is not refreshed yet", grant);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(GrantId grant, Task task, CompletableFuture<Void> done) {
        try {
            task.run();
        } catch (RuntimeException e) {
            log.warn("{} was not refreshed: {}", grant, e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            underWay.remove(grant);
            done.complete(null);
        }
    }

    private void refresh(Active grant, Pace pace) {
        try {
            refresher.refresh(grant);
        } finally {
            pace.leave();
        }
    }

    @Override
    public void start() {
        if (tasks.isShutdown()) {
            tasks = Executors.newVirtualThreadPerTaskExecutor();
        }
        paces.start();
        running = true;
    }

    /** Waits for the refreshes under way: a pair that UPS gave and nobody stored is lost. None begins any more. */
    @Override
    public void stop() {
        running = false;
        paces.stop();
        tasks.shutdown();
        try {
            if (!tasks.awaitTermination(longest.toMillis(), TimeUnit.MILLISECONDS)) {
                log.error("Refreshes are cut off: {}", underWay.keySet());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Stopped after those who ask for refreshes, before the relay of events. */
    @Override
    public int getPhase() {
        return 200;
    }

    private interface Task {
        void run() throws InterruptedException;
    }
}
