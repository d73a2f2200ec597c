/** The UPS.com users that admins named beside their opt-ins. UPS itself does not tell who opted in. */
@NullMarked
package com.deliveryhistory.optin.upsusers;

import org.jspecify.annotations.NullMarked;
