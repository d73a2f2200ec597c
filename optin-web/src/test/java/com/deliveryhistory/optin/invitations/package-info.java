@NullMarked
package com.deliveryhistory.optin.invitations;

import org.jspecify.annotations.NullMarked;
