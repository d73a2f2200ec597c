/** What token-manager says about companies' grants, kept here so that a page can show it at once. */
@NullMarked
package com.deliveryhistory.optin.grants;

import org.jspecify.annotations.NullMarked;
