/** Decides when which company's history is collected, by whom, and how far it has come. */
@NullMarked
package com.deliveryhistory.history.collection;

import org.jspecify.annotations.NullMarked;
