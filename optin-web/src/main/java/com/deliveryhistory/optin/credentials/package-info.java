/** How people get a new password: with the one they have, or by a link that is mailed to them. */
@NullMarked
package com.deliveryhistory.optin.credentials;

import org.jspecify.annotations.NullMarked;
