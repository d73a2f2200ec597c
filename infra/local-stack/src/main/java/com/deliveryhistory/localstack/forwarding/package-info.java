/** One address for several instances of a service, as a load balancer gives it. */
@NullMarked
package com.deliveryhistory.localstack.forwarding;

import org.jspecify.annotations.NullMarked;
