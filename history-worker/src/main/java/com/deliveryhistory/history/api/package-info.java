/** The HTTP interface through which a company's history is read. */
@NullMarked
package com.deliveryhistory.history.api;

import org.jspecify.annotations.NullMarked;
