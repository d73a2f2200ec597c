@NullMarked
package com.deliveryhistory.benchmarks;

import org.jspecify.annotations.NullMarked;
