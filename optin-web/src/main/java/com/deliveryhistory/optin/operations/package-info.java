/** What operators do by hand: the jar's command line. */
@NullMarked
package com.deliveryhistory.optin.operations;

import org.jspecify.annotations.NullMarked;
