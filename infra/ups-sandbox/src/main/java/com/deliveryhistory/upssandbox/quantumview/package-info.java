/** Quantum View v3: the feed as subscription files, by date range, by file name, or unread. */
@NullMarked
package com.deliveryhistory.upssandbox.quantumview;

import org.jspecify.annotations.NullMarked;
