/** Tests of the package of the same name. */
@NullMarked
package com.deliveryhistory.history.packages;

import org.jspecify.annotations.NullMarked;
