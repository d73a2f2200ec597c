/** Pages of the web application, beside a page of the same size that knows nothing and nobody. */
@NullMarked
package com.deliveryhistory.benchmarks.pages;

import org.jspecify.annotations.NullMarked;
