/** The service as a whole, and what its tests share. */
@NullMarked
package com.deliveryhistory.tokens;

import org.jspecify.annotations.NullMarked;
