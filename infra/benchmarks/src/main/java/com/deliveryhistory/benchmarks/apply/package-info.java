/** From opt-in events in Kafka to stored grants, beside the bare encryption and the bare writes. */
@NullMarked
package com.deliveryhistory.benchmarks.apply;

import org.jspecify.annotations.NullMarked;
