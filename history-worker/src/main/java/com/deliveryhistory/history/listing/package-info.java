/** What is asked of many packages of a company at once: lists, whole histories, and what they add up to. */
@NullMarked
package com.deliveryhistory.history.listing;

import org.jspecify.annotations.NullMarked;
