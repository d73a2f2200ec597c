/** Follows one opt-in through all services: traces, and what log lines say they are about. */
@NullMarked
package com.deliveryhistory.services.tracing;

import org.jspecify.annotations.NullMarked;
