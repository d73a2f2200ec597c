@NullMarked
package com.deliveryhistory.optin.sweeps;

import org.jspecify.annotations.NullMarked;
