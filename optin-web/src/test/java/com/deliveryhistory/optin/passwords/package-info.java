/** Tests of which passwords are taken. */
@NullMarked
package com.deliveryhistory.optin.passwords;

import org.jspecify.annotations.NullMarked;
