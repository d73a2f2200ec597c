/** Traces, on a real broker. */
@NullMarked
package com.deliveryhistory.services.tracing;

import org.jspecify.annotations.NullMarked;
