@NullMarked
package com.deliveryhistory.optin.secondfactor;

import org.jspecify.annotations.NullMarked;
