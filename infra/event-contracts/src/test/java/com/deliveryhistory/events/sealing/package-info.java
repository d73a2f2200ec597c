/** What sealing promises. */
@NullMarked
package com.deliveryhistory.events.sealing;

import org.jspecify.annotations.NullMarked;
