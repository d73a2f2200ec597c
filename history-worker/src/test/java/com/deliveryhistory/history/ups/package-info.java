/** Tests of the package of the same name. */
@NullMarked
package com.deliveryhistory.history.ups;

import org.jspecify.annotations.NullMarked;
