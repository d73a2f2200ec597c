/** Walks the whole story without a browser and shows the events that each step causes. */
@NullMarked
package com.deliveryhistory.localstack.demo;

import org.jspecify.annotations.NullMarked;
