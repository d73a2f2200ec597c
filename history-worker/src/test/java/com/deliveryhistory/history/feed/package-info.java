/** Tests of the package of the same name. */
@NullMarked
package com.deliveryhistory.history.feed;

import org.jspecify.annotations.NullMarked;
