package com.deliveryhistory.history.collection;

import java.time.Duration;

/**
 * How collecting keeps up.
 *
 * @param due companies whose turn it is
 * @param oldest how long the first of them has been waiting
 * @param parked companies whose grant is not active
 */
record Backlog(long due, Duration oldest, long parked) {}
