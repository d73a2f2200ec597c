/** The way to UPS.com and back: authorization request, callback, token exchange, sealing. */
@NullMarked
package com.deliveryhistory.optin.authorization;

import org.jspecify.annotations.NullMarked;
