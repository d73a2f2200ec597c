/** Tests of the package of the same name. */
@NullMarked
package com.deliveryhistory.history.operations;

import org.jspecify.annotations.NullMarked;
