/** Starts of the local stack, with services prepared for quick starts beside plain ones. */
@NullMarked
package com.deliveryhistory.benchmarks.start;

import org.jspecify.annotations.NullMarked;
