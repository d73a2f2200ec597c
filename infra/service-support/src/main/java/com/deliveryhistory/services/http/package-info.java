/**
 * How services answer HTTP: errors as problem details, a rate per caller, a description that can be asked for; and which
 * addresses they call and link to.
 */
@NullMarked
package com.deliveryhistory.services.http;

import org.jspecify.annotations.NullMarked;
