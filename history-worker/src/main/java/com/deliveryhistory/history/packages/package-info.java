/**
 * One document per company and tracking number, folded from what UPS reported: the same whatever order it came in.
 *
 * <p>A document holds the facts, each of them one record of the feed, and the scans that Tracking gave; a package as
 * people see it is folded from them when it is read. Beside them it holds what lists, filters and summaries need without
 * reading facts, made anew by the same fold at each write: {@code status}, the days {@code pickedUpOn},
 * {@code scheduledOn} and {@code deliveredOn} (ISO dates, local to the activity, so that they compare as texts), the
 * {@code incidents} with their day and reason, {@code words} to search for, and {@code position}, which begins with the
 * time of the last activity and so serves as the list's order and its date filter in one.
 */
@NullMarked
package com.deliveryhistory.history.packages;

import org.jspecify.annotations.NullMarked;
