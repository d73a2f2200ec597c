/** Tests of the package of the same name. */
@NullMarked
package com.deliveryhistory.history.pace;

import org.jspecify.annotations.NullMarked;
