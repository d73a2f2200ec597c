@NullMarked
package com.deliveryhistory.odcs;

import org.jspecify.annotations.NullMarked;
