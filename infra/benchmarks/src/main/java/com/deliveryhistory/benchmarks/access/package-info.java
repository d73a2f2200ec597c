/** Handing out tokens that are still good, beside an endpoint that does nothing. */
@NullMarked
package com.deliveryhistory.benchmarks.access;

import org.jspecify.annotations.NullMarked;
