/** The only place that turns tokens into ciphertext and back, and the keys for that. */
@NullMarked
package com.deliveryhistory.tokens.custody;

import org.jspecify.annotations.NullMarked;
