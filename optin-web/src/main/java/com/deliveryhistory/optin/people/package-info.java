/** The people page, where a company's administrators decide who may do what. */
@NullMarked
package com.deliveryhistory.optin.people;

import org.jspecify.annotations.NullMarked;
