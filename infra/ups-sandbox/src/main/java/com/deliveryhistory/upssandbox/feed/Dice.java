package com.deliveryhistory.upssandbox.feed;

import java.util.List;

/**
 * Chance that always falls the same: each question, told apart by its number, has one answer for ever. The mixing is that
 * of SplitMix64.
 */
record Dice(long base) {

    private static final long STEP = 0x9E3779B97F4A7C15L;

    static Dice of(String seed, String name) {
        long base = STEP;
        for (char character : (seed + "/" + name).toCharArray()) {
            base = mix(base + character);
        }
        return new Dice(base);
    }

    /** Dice of their own for the member with this number. */
    Dice member(long number) {
        return new Dice(value(number));
    }

    /** An answer from 0 to below the bound. */
    int roll(int question, int bound) {
        return (int) Long.remainderUnsigned(value(question), bound);
    }

    /** An answer from the first to the last number, both included. */
    int between(int question, int first, int last) {
        return first + roll(question, last - first + 1);
    }

    <T> T oneOf(int question, List<T> choices) {
        return choices.get(roll(question, choices.size()));
    }

    private long value(long question) {
        return mix(base + (question + 1) * STEP);
    }

    private static long mix(long bits) {
        long mixed = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
