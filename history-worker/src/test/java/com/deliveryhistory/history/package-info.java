/** The service as a whole, between stand-ins for what is around it. */
@NullMarked
package com.deliveryhistory.history;

import org.jspecify.annotations.NullMarked;
