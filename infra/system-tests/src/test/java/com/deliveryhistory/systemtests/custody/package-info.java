/** Several token-managers at once, as processes: killed, restarted and lied to by UPS, while their tokens are in use. */
@NullMarked
package com.deliveryhistory.systemtests.custody;

import org.jspecify.annotations.NullMarked;
