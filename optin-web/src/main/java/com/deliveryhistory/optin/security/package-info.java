/** Who may reach which page, and what a browser is told about it. */
@NullMarked
package com.deliveryhistory.optin.security;

import org.jspecify.annotations.NullMarked;
