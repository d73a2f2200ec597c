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

    private CrashPlan(int step, boolean behind, @Nullable Runnable overtaking) {
        this.step = step;
        this.behind = behind;
        this.overtaking = overtaking;
    }

    public static CrashPlan never() {
        return new CrashPlan(-1, false, null);
    }

    static CrashPlan inFrontOf(int step) {
        return new CrashPlan(step, false, null);
    }

    static CrashPlan behind(int step) {
        return new CrashPlan(step, true, null);
    }

    static CrashPlan overtaken(int step, Runnable by) {
        return new CrashPlan(step, false, by);
    }

    synchronized void before(String what) {
        steps++;
        if (steps == step && !behind) {
            if (overtaking != null) {
                overtaking.run();
                return;
            }
            throw new Crash("in front of " + what);
        }
    }

    synchronized void after(String what) {
        if (steps == step && behind) {
            throw new Crash("behind " + what);
        }
    }

    /** How many steps there were. */
    synchronized int steps() {
        return steps;
    }
}
