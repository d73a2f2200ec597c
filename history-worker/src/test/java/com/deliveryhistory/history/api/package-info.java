/** Tests of the package of the same name. */
@NullMarked
package com.deliveryhistory.history.api;

import org.jspecify.annotations.NullMarked;
