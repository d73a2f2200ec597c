@NullMarked
package com.deliveryhistory.benchmarks.stage;

import org.jspecify.annotations.NullMarked;
