/** Erases companies that are customers no more, and people, with all that is kept of them. */
@NullMarked
package com.deliveryhistory.optin.erasing;

import org.jspecify.annotations.NullMarked;
