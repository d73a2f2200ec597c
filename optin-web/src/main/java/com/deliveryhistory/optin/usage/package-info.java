/** How much one person may ask for, however it is asked. */
@NullMarked
package com.deliveryhistory.optin.usage;

import org.jspecify.annotations.NullMarked;
