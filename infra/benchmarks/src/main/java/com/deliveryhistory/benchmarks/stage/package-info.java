/** What benchmarks run on: servers and services as processes of their own, and what those cost. */
@NullMarked
package com.deliveryhistory.benchmarks.stage;

import org.jspecify.annotations.NullMarked;
