package com.deliveryhistory.tokens.refresh;

import com.mongodb.MongoException;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * When the process "crashes": at which of the steps that count, and on which side of it. Or when it is overtaken: in
 * front of which step another instance does something.
 */
public final class CrashPlan {

    /** Thrown in place of dying. */
    static final class Crash extends RuntimeException {

        @Serial
        private static final long serialVersionUID = 1L;

        Crash(String where) {
            super(where, null, false, false);
        }
    }

    private final int step;
    private final boolean behind;
    private final boolean unacknowledged;
    private final @Nullable Runnable overtaking;
    private int steps;
    private boolean dead;

    private CrashPlan(int step, boolean behind, boolean unacknowledged, @Nullable Runnable overtaking) {
        this.step = step;
        this.behind = behind;
        this.unacknowledged = unacknowledged;
        this.overtaking = overtaking;
    }

    public static CrashPlan never() {
        return new CrashPlan(-1, false, false, null);
    }

    public static CrashPlan inFrontOf(int step) {
        return new CrashPlan(step, false, false, null);
    }

    public static CrashPlan behind(int step) {
        return new CrashPlan(step, true, false, null);
    }

    public static CrashPlan overtaken(int step, Runnable by) {
        return new CrashPlan(step, false, false, by);
    }

    /** The step is done, and nobody hears of it; the process goes on. */
    static CrashPlan unacknowledged(int step) {
        return new CrashPlan(step, true, true, null);
    }

    synchronized void before(String what) {
        steps++;
        if (dead) {
            throw new Crash("in front of " + what + ", when all was over");
        }
        if (steps == step && !behind) {
            if (overtaking != null) {
                overtaking.run();
                return;
            }
            dead = true;
            throw new Crash("in front of " + what);
        }
    }

    synchronized void after(String what) {
        if (steps == step && behind) {
            if (unacknowledged) {
                throw new MongoException("The connection broke behind " + what);
            }
            dead = true;
            throw new Crash("behind " + what);
        }
    }

    /** How many steps there were. */
    public synchronized int steps() {
        return steps;
    }
}
