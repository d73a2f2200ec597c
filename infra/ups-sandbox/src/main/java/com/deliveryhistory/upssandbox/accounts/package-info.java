/** The UPS.com profiles: who can log in, with which password, and for which shipping account. */
@NullMarked
package com.deliveryhistory.upssandbox.accounts;

import org.jspecify.annotations.NullMarked;
