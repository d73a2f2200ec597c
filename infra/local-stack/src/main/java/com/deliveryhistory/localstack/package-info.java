/** Everything on one machine: Kafka, the store, the sandbox and the services as processes of their own. */
@NullMarked
package com.deliveryhistory.localstack;

import org.jspecify.annotations.NullMarked;
