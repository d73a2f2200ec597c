/** How a token pair travels inside {@code OptInGranted}: sealed to token-manager's public key, opened by it alone. */
@NullMarked
package com.deliveryhistory.events.sealing;

import org.jspecify.annotations.NullMarked;
