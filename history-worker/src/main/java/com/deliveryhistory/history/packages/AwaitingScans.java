package com.deliveryhistory.history.packages;

/**
 * A delivered package that still lacks its scans.
 *
 * @param attempts how often UPS has told none
 * @param unanswered how often UPS has failed to answer since it answered last
 * @param passedOver how often of those it answered for others
 */
public record AwaitingScans(String trackingNumber, int attempts, int unanswered, int passedOver) {}
