/** What operators see of services. */
@NullMarked
package com.deliveryhistory.services.metrics;

import org.jspecify.annotations.NullMarked;
