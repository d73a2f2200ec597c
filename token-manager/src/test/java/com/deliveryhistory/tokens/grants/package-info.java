/** The states and what moves them, sentence by sentence. */
@NullMarked
package com.deliveryhistory.tokens.grants;

import org.jspecify.annotations.NullMarked;
