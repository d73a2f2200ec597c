package com.deliveryhistory.benchmarks.report;

/** Something measured: the median of its rounds, or a single reading. */
public record Figure(String what, double value, String unit) {}
