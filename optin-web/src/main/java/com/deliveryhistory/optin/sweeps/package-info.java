/** What is done by the clock, for several people or companies in turn. */
@NullMarked
package com.deliveryhistory.optin.sweeps;

import org.jspecify.annotations.NullMarked;
