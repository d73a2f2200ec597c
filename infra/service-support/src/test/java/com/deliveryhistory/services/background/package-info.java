/** Tests of what services do by themselves. */
@NullMarked
package com.deliveryhistory.services.background;

import org.jspecify.annotations.NullMarked;
