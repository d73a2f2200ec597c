/** Tests of what services count for operators. */
@NullMarked
package com.deliveryhistory.services.metrics;

import org.jspecify.annotations.NullMarked;
