/** What a benchmark found, as a table for people and JSON for programs. */
@NullMarked
package com.deliveryhistory.benchmarks.report;

import org.jspecify.annotations.NullMarked;
