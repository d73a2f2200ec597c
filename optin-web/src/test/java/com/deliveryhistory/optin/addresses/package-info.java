@NullMarked
package com.deliveryhistory.optin.addresses;

import org.jspecify.annotations.NullMarked;
