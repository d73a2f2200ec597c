/** Keeps token pairs fresh: when, by whom, and what follows from UPS's answer. */
@NullMarked
package com.deliveryhistory.tokens.refresh;

import org.jspecify.annotations.NullMarked;
