@NullMarked
package com.deliveryhistory.benchmarks.report;

import org.jspecify.annotations.NullMarked;
