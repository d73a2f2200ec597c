/** A company's deliveries, read through history-worker. */
@NullMarked
package com.deliveryhistory.optin.deliveries;

import org.jspecify.annotations.NullMarked;
