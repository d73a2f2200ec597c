/** Tests of who may do what in a company. */
@NullMarked
package com.deliveryhistory.optin.grants;

import org.jspecify.annotations.NullMarked;
