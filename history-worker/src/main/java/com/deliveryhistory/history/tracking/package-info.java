/** Adds to a delivered package what only UPS's Tracking knows. */
@NullMarked
package com.deliveryhistory.history.tracking;

import org.jspecify.annotations.NullMarked;
