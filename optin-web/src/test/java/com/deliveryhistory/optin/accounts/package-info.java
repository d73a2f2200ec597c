/** Tests of who may do what in a company. */
@NullMarked
package com.deliveryhistory.optin.accounts;

import org.jspecify.annotations.NullMarked;
