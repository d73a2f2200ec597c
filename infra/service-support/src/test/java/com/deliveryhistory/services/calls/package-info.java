@NullMarked
package com.deliveryhistory.services.calls;

import org.jspecify.annotations.NullMarked;
