package com.deliveryhistory.history.collection;

import java.time.Instant;

/**
 * Some work of a company does not get on, though it is tried.
 *
 * @param since from the first turn that got no answer on
 * @param reason what went wrong in the last one
 */
public record Standstill(Instant since, String reason) {}
