/** The command that measures the product, and which benchmarks there are. */
@NullMarked
package com.deliveryhistory.benchmarks;

import org.jspecify.annotations.NullMarked;
