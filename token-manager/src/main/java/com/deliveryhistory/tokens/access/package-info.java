/** Hands out access tokens to the services that may have them. */
@NullMarked
package com.deliveryhistory.tokens.access;

import org.jspecify.annotations.NullMarked;
