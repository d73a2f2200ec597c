/** Follows the companies' authorisations as token-manager tells them. */
@NullMarked
package com.deliveryhistory.history.grants;

import org.jspecify.annotations.NullMarked;
