/** Holds what Kafka users are permitted, as {@code infra/kubernetes} declares it, to what the services do. */
@NullMarked
package com.deliveryhistory.services.permissions;

import org.jspecify.annotations.NullMarked;
