/** Tests of the package of the same name. */
@NullMarked
package com.deliveryhistory.history.tracking;

import org.jspecify.annotations.NullMarked;
