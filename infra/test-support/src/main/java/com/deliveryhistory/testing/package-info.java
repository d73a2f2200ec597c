/** What tests of several modules share: Kafka and MongoDB, wherever these come from, a clock, keys, common rules. */
@NullMarked
package com.deliveryhistory.testing;

import org.jspecify.annotations.NullMarked;
