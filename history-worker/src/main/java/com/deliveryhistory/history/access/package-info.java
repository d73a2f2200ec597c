/** Gets access tokens from token-manager for the calls to UPS. */
@NullMarked
package com.deliveryhistory.history.access;

import org.jspecify.annotations.NullMarked;
