/** Tests of the package of the same name. */
@NullMarked
package com.deliveryhistory.history.access;

import org.jspecify.annotations.NullMarked;
