/** How services call each other over HTTP. */
@NullMarked
package com.deliveryhistory.services.calls;

import org.jspecify.annotations.NullMarked;
