/** What authorization promises beyond pages. */
@NullMarked
package com.deliveryhistory.optin.authorization;

import org.jspecify.annotations.NullMarked;
