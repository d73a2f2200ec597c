/** A second factor beside the password: codes of an authenticator app (TOTP, RFC 6238), and recovery codes. */
@NullMarked
package com.deliveryhistory.optin.secondfactor;

import org.jspecify.annotations.NullMarked;
