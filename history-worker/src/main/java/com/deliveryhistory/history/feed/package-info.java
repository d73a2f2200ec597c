/** Reads UPS's Quantum View feed, page by page, as it really is: tolerant of its shapes, clear about its answers. */
@NullMarked
package com.deliveryhistory.history.feed;

import org.jspecify.annotations.NullMarked;
