/** What operators do by hand: the jar's command line. */
@NullMarked
package com.deliveryhistory.history.operations;

import org.jspecify.annotations.NullMarked;
