/** The UPS.com pages that a person sees: log in, sign up, forgotten names, and the profile. */
@NullMarked
package com.deliveryhistory.upssandbox.website;

import org.jspecify.annotations.NullMarked;
