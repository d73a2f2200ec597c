/** Holds events, schemas, examples and {@code asyncapi.yaml} to each other. */
@NullMarked
package com.deliveryhistory.events;

import org.jspecify.annotations.NullMarked;
