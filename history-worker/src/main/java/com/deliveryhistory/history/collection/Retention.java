package com.deliveryhistory.history.collection;

import java.time.Instant;

/**
 * What is no longer kept of a history. Public for the driver to construct it.
 *
 * @param before packages without anything new since then are deleted
 * @param days for how long packages are kept
 */
public record Retention(Instant before, int days) {}
