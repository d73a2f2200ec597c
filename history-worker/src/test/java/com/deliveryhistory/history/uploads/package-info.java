/** Tests of the package of the same name. */
@NullMarked
package com.deliveryhistory.history.uploads;

import org.jspecify.annotations.NullMarked;
