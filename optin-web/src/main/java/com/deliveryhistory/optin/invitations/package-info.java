/** How people get an account: an administrator invites them by mail, and they choose name and password themselves. */
@NullMarked
package com.deliveryhistory.optin.invitations;

import org.jspecify.annotations.NullMarked;
