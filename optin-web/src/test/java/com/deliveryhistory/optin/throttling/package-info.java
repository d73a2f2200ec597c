/** Tests of how guessing is slowed down. */
@NullMarked
package com.deliveryhistory.optin.throttling;

import org.jspecify.annotations.NullMarked;
