/** Tests of what is known of opt-ins. */
@NullMarked
package com.deliveryhistory.optin.grants;

import org.jspecify.annotations.NullMarked;
