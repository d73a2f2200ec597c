/** How fast UPS is called on behalf of one application, and whose calls go first. */
@NullMarked
package com.deliveryhistory.history.pace;

import org.jspecify.annotations.NullMarked;
