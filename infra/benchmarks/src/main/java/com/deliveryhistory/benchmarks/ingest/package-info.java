/** From pages of UPS's feed to stored packages and published events, beside bare writes and beside Kafka Connect. */
@NullMarked
package com.deliveryhistory.benchmarks.ingest;

import org.jspecify.annotations.NullMarked;
