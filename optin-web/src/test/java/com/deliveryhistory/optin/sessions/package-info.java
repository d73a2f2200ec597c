/** Tests of what overlapping requests do to a session. */
@NullMarked
package com.deliveryhistory.optin.sessions;

import org.jspecify.annotations.NullMarked;
