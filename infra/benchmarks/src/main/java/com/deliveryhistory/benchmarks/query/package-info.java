/** Measures the questions that people and services ask of a large history. */
@NullMarked
package com.deliveryhistory.benchmarks.query;

import org.jspecify.annotations.NullMarked;
