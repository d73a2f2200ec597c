/** One document per company and tracking number, folded from what UPS reported: the same whatever order it came in. */
@NullMarked
package com.deliveryhistory.history.packages;

import org.jspecify.annotations.NullMarked;
