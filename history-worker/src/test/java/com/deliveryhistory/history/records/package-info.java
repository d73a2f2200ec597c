/** Tests of the package of the same name. */
@NullMarked
package com.deliveryhistory.history.records;

import org.jspecify.annotations.NullMarked;
