/** Kafka's own broker and a MongoDB-compatible store in one JVM, for the local stack and for tests. */
@NullMarked
package com.deliveryhistory.servers;

import org.jspecify.annotations.NullMarked;
