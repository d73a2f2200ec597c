package com.deliveryhistory.history.collection;

import java.time.Instant;

/** A span of time whose records can never be collected. */
public record LostSpan(Instant from, Instant to, String reason) {}
