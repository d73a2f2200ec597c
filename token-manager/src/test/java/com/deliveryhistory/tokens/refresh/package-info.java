/** Refreshing against a scripted UPS, with crashes and rivals. */
@NullMarked
package com.deliveryhistory.tokens.refresh;

import org.jspecify.annotations.NullMarked;
