/** A downstream service to copy from: follows grants, and calls UPS on behalf of companies that opted in. */
@NullMarked
package com.deliveryhistory.odcs;

import org.jspecify.annotations.NullMarked;
