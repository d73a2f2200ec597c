package com.deliveryhistory.tokens.refresh;

import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.tokens.refresh.Outcome.Refused;
import com.deliveryhistory.tokens.refresh.Outcome.Renewed;
import com.deliveryhistory.tokens.refresh.Outcome.TryLater;
import com.deliveryhistory.tokens.refresh.Outcome.Unclear;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How fast one application's grants are refreshed. UPS limits and breaks down by application, so each has a pace of its
 * own, and none slows another down.
 *
 * <p>When UPS answers 429, is down or refuses the client, all of the application's refreshes pause, longer each time, and
 * then go on one at a time. Each good answer allows one more at a time. So an outage costs one call a pause, however many
 * grants are due, and puts at most one more refresh token at risk of being used up by an answer that gets lost; even that
 * one is the same until its fate is known.
 */
final class Pace {

    /** Every which probe after a pause goes to another grant than the one in doubt. */
    private static final int PROBES_OF_ANY = 4;

    /** However long UPS, or somebody in between, asks to wait: longer is not believed. */
    private static final Duration LONGEST_ASKED_FOR = Duration.ofMinutes(15);

    private final RefreshSettings settings;
    private final Clock clock;
    private final DoubleSupplier random;

    /** Not a monitor: waiting in one holds on to the thread that carries virtual threads before JDK 24. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition changed = lock.newCondition();

    private volatile int atOnce;
    private int underWay;
    private boolean stopped;
    private boolean probe;
    private int troubles;
    private int pauses;
    private volatile Instant pausedUntil = Instant.MIN;
    private volatile Strain why = Strain.NONE;
    private @Nullable GrantId inDoubt;

    Pace(RefreshSettings settings, Clock clock, DoubleSupplier random) {
        this.settings = settings;
        this.clock = clock;
        this.random = random;
        this.atOnce = settings.concurrent();
    }

    /** Takes the right to make one call, to be given back with {@link #leave}; false if it is not the time. */
    boolean enter() {
        lock.lock();
        try {
            if (stopped || room() <= 0) {
                return false;
            }
            underWay++;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the right to make one call, but not while there is a pause, nor after {@link #stop}. */
    boolean enter(Duration patience) throws InterruptedException {
        lock.lock();
        try {
            long left = patience.toNanos();
            while (!enter()) {
                if (left <= 0 || stopped || paused()) {
                    return false;
                }
                left = changed.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    void leave() {
        locked(() -> underWay--);
    }

    /** Nobody enters any more, until {@link #start}. */
    void stop() {
        locked(() -> stopped = true);
    }

    void start() {
        locked(() -> stopped = false);
    }

    /** Takes note of UPS's answer for a grant. */
    void heard(GrantId grant, Outcome outcome) {
        locked(() -> {
            if (outcome instanceof Unclear && inDoubt == null) {
                inDoubt = grant;
            }
            if (outcome.strain() != Strain.NONE) {
                slowDown(outcome);
            } else if ((outcome instanceof Renewed || outcome instanceof Refused) && !paused()) {
                speedUp(); // what arrives in a pause was asked before it, and is no news
            }
        });
    }

    private void locked(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void speedUp() {
        troubles = 0;
        pauses = 0;
        inDoubt = null;
        why = Strain.NONE;
        pausedUntil = Instant.MIN;
        atOnce = Math.min(settings.concurrent(), atOnce + 1);
    }

    /** One failure among good answers is no reason to pause; one more in a row is, or one that is about all grants. */
    private void slowDown(Outcome outcome) {
        troubles++;
        atOnce = Math.max(1, atOnce / 2);
        why = outcome.strain();
        if (paused() || (why == Strain.DOWN && troubles == 1 && pauses == 0)) {
            return; // calls that were under way together tell of one and the same trouble
        }
        pauses++;
        Duration pause = Backoff.pause(settings.firstPause(), settings.longestPause(), pauses, random.getAsDouble());
        if (outcome instanceof TryLater later
                && later.after() != null
                && later.after().compareTo(pause) > 0) {
            pause = later.after().compareTo(LONGEST_ASKED_FOR) > 0 ? LONGEST_ASKED_FOR : later.after();
        }
        pausedUntil = clock.instant().plus(pause);
        probe = true;
    }

    /** How many more calls may be made right now. */
    int room() {
        lock.lock();
        try {
            return paused() ? 0 : atOnce - underWay;
        } finally {
            lock.unlock();
        }
    }

    /** How long the pause goes on; zero: there is none. */
    Duration pause() {
        Instant until = pausedUntil;
        Instant now = clock.instant();
        return until.isAfter(now) ? Duration.between(now, until) : Duration.ZERO;
    }

    private boolean paused() {
        return pausedUntil.isAfter(clock.instant());
    }

    /** Why the pace is slow; {@link Strain#NONE} if it is not. */
    Strain why() {
        return why;
    }

    /**
     * The grant to go on with after a pause, since what became of its refresh token is not known; {@code null}: any. It is
     * given once after each pause, and now and then not even so, lest one grant that UPS cannot cope with holds up all
     * others.
     */
    @Nullable
    GrantId takeInDoubt() {
        lock.lock();
        try {
            boolean take = probe && pauses % PROBES_OF_ANY != 0;
            probe = false;
            return take ? inDoubt : null;
        } finally {
            lock.unlock();
        }
    }

    int underWay() {
        lock.lock();
        try {
            return underWay;
        } finally {
            lock.unlock();
        }
    }

    int atOnce() {
        return atOnce;
    }
}
