package com.deliveryhistory.tokens.refresh;

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
    private final @Nullable Runnable overtaking;
    private int steps;
    private boolean dead;

    private CrashPlan(int step, boolean behind, @Nullable Runnable overtaking) {
        this.step = step;
        this.behind = behind;
        this.overtaking = overtaking;
    }

    public static CrashPlan never() {
        return new CrashPlan(-1, false, null);
    }

    public static CrashPlan inFrontOf(int step) {
        return new CrashPlan(step, false, null);
    }

    public static CrashPlan behind(int step) {
        return new CrashPlan(step, true, null);
    }

    public static CrashPlan overtaken(int step, Runnable by) {
        return new CrashPlan(step, false, by);
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
            dead = true;
            throw new Crash("behind " + what);
        }
    }

    /** How many steps there were. */
    public synchronized int steps() {
        return steps;
    }
}
