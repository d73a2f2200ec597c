/** Handing out tokens: which, when, and what else is said. */
@NullMarked
package com.deliveryhistory.tokens.access;

import org.jspecify.annotations.NullMarked;
