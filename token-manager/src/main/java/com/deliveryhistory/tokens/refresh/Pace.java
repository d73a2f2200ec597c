package com.deliveryhistory.tokens.refresh;

import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.tokens.refresh.Outcome.TryLater;
import com.deliveryhistory.tokens.refresh.Outcome.Unclear;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
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

    private final RefreshSettings settings;
    private final Clock clock;
    private final DoubleSupplier random;

    private int atOnce;
    private int underWay;
    private int troubles;
    private int pauses;
    private Instant pausedUntil = Instant.MIN;
    private Strain why = Strain.NONE;
    private @Nullable GrantId inDoubt;

    Pace(RefreshSettings settings, Clock clock, DoubleSupplier random) {
        this.settings = settings;
        this.clock = clock;
        this.random = random;
        this.atOnce = settings.concurrent();
    }

    /** Takes the right to make one call, to be given back with {@link #leave}; false if it is not the time. */
    synchronized boolean enter() {
        if (room() <= 0) {
            return false;
        }
        underWay++;
        return true;
    }

    /** Waits for the right to make one call, but not while there is a pause. */
    synchronized boolean enter(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!enter()) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0 || paused()) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    synchronized void leave() {
        underWay--;
        notifyAll();
    }

    /** Takes note of UPS's answer for a grant. */
    synchronized void heard(GrantId grant, Outcome outcome) {
        if (outcome instanceof Unclear && inDoubt == null) {
            inDoubt = grant;
        }
        if (outcome.strain() != Strain.NONE) {
            slowDown(outcome);
        } else if (!(outcome instanceof Unclear)) {
            speedUp();
        }
        notifyAll();
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
            pause = later.after();
        }
        pausedUntil = clock.instant().plus(pause);
    }

    /** How many more calls may be made right now. */
    synchronized int room() {
        return paused() ? 0 : atOnce - underWay;
    }

    /** How long the pause goes on; zero: there is none. */
    synchronized Duration pause() {
        Instant now = clock.instant();
        return pausedUntil.isAfter(now) ? Duration.between(now, pausedUntil) : Duration.ZERO;
    }

    private boolean paused() {
        return pausedUntil.isAfter(clock.instant());
    }

    /** Why the pace is slow; {@link Strain#NONE} if it is not. */
    synchronized Strain why() {
        return why;
    }

    /**
     * The grant to go on with after a pause, since what became of its refresh token is not known; {@code null}: any. Now
     * and then it is any even so, lest one grant that UPS cannot cope with holds up all others.
     */
    synchronized @Nullable GrantId inDoubt() {
        return pauses % PROBES_OF_ANY == 0 ? null : inDoubt;
    }

    synchronized int underWay() {
        return underWay;
    }

    synchronized int atOnce() {
        return atOnce;
    }
}
