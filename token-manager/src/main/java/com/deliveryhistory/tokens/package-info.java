/** The service that keeps each company's authorisation: its wiring and who may enter. */
@NullMarked
package com.deliveryhistory.tokens;

import org.jspecify.annotations.NullMarked;
