/** What holds for every feed, whatever its seed. */
@NullMarked
package com.deliveryhistory.upssandbox.feed;

import org.jspecify.annotations.NullMarked;
