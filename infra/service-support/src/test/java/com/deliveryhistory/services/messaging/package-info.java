/** Poison, outages and their difference, on a real broker. */
@NullMarked
package com.deliveryhistory.services.messaging;

import org.jspecify.annotations.NullMarked;
