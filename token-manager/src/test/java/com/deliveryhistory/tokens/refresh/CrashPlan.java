package com.deliveryhistory.tokens.refresh;

import java.io.Serial;

/** When the process "crashes": at which of the steps that count, and on which side of it. */
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
    private int steps;

    private CrashPlan(int step, boolean behind) {
        this.step = step;
        this.behind = behind;
    }

    public static CrashPlan never() {
        return new CrashPlan(-1, false);
    }

    static CrashPlan inFrontOf(int step) {
        return new CrashPlan(step, false);
    }

    static CrashPlan behind(int step) {
        return new CrashPlan(step, true);
    }

    synchronized void before(String what) {
        steps++;
        if (steps == step && !behind) {
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
