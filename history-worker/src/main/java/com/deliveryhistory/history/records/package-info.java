/** Keeps every record of the feed once, under its natural key, and tells the world of each once it is folded. */
@NullMarked
package com.deliveryhistory.history.records;

import org.jspecify.annotations.NullMarked;
