/** Files for spreadsheets. */
@NullMarked
package com.deliveryhistory.services.csv;

import org.jspecify.annotations.NullMarked;
