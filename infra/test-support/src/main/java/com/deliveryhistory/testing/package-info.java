/** Gives tests Kafka and MongoDB, wherever these come from, and ways to look into them. */
@NullMarked
package com.deliveryhistory.testing;

import org.jspecify.annotations.NullMarked;
