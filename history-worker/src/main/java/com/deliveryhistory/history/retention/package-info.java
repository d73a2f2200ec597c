/** Deletes what is older than it is to be kept. */
@NullMarked
package com.deliveryhistory.history.retention;

import org.jspecify.annotations.NullMarked;
