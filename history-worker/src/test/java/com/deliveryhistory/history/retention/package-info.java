/** Tests of the package of the same name. */
@NullMarked
package com.deliveryhistory.history.retention;

import org.jspecify.annotations.NullMarked;
