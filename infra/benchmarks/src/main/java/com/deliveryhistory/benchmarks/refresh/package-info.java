/** From due grants to renewed ones, beside a bare loop of the same calls. */
@NullMarked
package com.deliveryhistory.benchmarks.refresh;

import org.jspecify.annotations.NullMarked;
