/** Tests of what time it is for services. */
@NullMarked
package com.deliveryhistory.services.time;

import org.jspecify.annotations.NullMarked;
