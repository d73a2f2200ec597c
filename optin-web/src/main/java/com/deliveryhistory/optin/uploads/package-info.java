/** Tracking numbers that admins send in, so that packages from before the opt-in are looked up. */
@NullMarked
package com.deliveryhistory.optin.uploads;

import org.jspecify.annotations.NullMarked;
