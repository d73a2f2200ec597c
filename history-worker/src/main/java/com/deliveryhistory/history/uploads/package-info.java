/**
 * Fills in history that is older than the feed: lists of tracking numbers are taken in, and each number that is worth it is
 * asked for once, when nothing more pressing is due.
 */
@NullMarked
package com.deliveryhistory.history.uploads;

import org.jspecify.annotations.NullMarked;
