/** Who gets in, and who does not. */
@NullMarked
package com.deliveryhistory.services.auth;

import org.jspecify.annotations.NullMarked;
