/**
 * Security Event Tokens that a transmitter pushes (RFC 8417, RFC 8935, OpenID Shared Signals): what happened to a UPS.com
 * user, and which opt-ins end by it.
 */
@NullMarked
package com.deliveryhistory.optin.securityevents;

import org.jspecify.annotations.NullMarked;
