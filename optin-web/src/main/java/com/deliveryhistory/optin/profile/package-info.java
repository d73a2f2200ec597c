/** What people change about themselves. */
@NullMarked
package com.deliveryhistory.optin.profile;

import org.jspecify.annotations.NullMarked;
