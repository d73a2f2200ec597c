/** Tests of what pages say. */
@NullMarked
package com.deliveryhistory.optin.pages;

import org.jspecify.annotations.NullMarked;
