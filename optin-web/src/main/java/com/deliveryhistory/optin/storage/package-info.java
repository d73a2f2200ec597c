/** What all stores do alike. */
@NullMarked
package com.deliveryhistory.optin.storage;

import org.jspecify.annotations.NullMarked;
