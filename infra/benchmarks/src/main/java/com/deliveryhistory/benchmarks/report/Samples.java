package com.deliveryhistory.benchmarks.report;

import java.util.Arrays;

/** Readings of the same thing. */
public final class Samples {

    private double[] values = new double[16];
    private int size;
    private boolean sorted;

    public synchronized void add(double value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size * 2);
        }
        values[size++] = value;
        sorted = false;
    }

    public synchronized void addAll(Samples others) {
        for (int i = 0; i < others.size; i++) {
            add(others.values[i]);
        }
    }

    public synchronized int size() {
        return size;
    }

    /** The middle one; of an even number the mean of the two in the middle. */
    public synchronized double median() {
        sort();
        return size % 2 == 1 ? values[size / 2] : (values[size / 2 - 1] + values[size / 2]) / 2;
    }

    /**
     * The smallest reading that this share of all does not exceed (nearest rank).
     *
     * @param share from 0 to 1
     */
    public synchronized double percentile(double share) {
        sort();
        return values[Math.clamp((int) Math.ceil(share * size) - 1, 0, size - 1)];
    }

    private void sort() {
        if (size == 0) {
            throw new IllegalStateException("There are no readings");
        }
        if (!sorted) {
            Arrays.sort(values, 0, size);
            sorted = true;
        }
    }
}
