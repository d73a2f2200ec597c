/** Who may sign in, and for which company. */
@NullMarked
package com.deliveryhistory.optin.accounts;

import org.jspecify.annotations.NullMarked;
