/**
 * Security Event Tokens for whoever wants to know of changed passwords (RFC 8417, RFC 8935, CAEP). UPS documents no such
 * thing: it is off unless switched on.
 */
@NullMarked
package com.deliveryhistory.upssandbox.sharedsignals;

import org.jspecify.annotations.NullMarked;
