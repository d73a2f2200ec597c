@NullMarked
package com.deliveryhistory.optin.credentials;

import org.jspecify.annotations.NullMarked;
