/** Keys and ciphertext, wrong ones above all. */
@NullMarked
package com.deliveryhistory.tokens.custody;

import org.jspecify.annotations.NullMarked;
