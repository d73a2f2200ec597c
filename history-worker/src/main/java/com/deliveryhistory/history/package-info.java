/** Collects companies' delivery history at UPS, keeps it, tells of it and serves it. */
@NullMarked
package com.deliveryhistory.history;

import org.jspecify.annotations.NullMarked;
