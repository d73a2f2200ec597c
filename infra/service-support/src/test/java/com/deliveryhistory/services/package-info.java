/** Rules that hold for all that services share. */
@NullMarked
package com.deliveryhistory.services;

import org.jspecify.annotations.NullMarked;
