package com.deliveryhistory.history.packages;

/**
 * A delivered package that still lacks its scans.
 *
 * @param attempts how often its scans were asked for without getting any
 */
public record AwaitingScans(String trackingNumber, int attempts) {}
