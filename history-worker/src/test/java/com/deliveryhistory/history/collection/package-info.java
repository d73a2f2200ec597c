/** Tests of the package of the same name. */
@NullMarked
package com.deliveryhistory.history.collection;

import org.jspecify.annotations.NullMarked;
