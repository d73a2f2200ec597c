/** Tells a company's administrators, by mail and in the activity log, what became of its opt-ins. */
@NullMarked
package com.deliveryhistory.optin.notices;

import org.jspecify.annotations.NullMarked;
