@NullMarked
package com.deliveryhistory.optin.securityevents;

import org.jspecify.annotations.NullMarked;
