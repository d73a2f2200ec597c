/** Makes up each account's packages and what happens to them: the same seed always tells the same story. */
@NullMarked
package com.deliveryhistory.upssandbox.feed;

import org.jspecify.annotations.NullMarked;
