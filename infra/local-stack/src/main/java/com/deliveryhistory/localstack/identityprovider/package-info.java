/** A stand-in for the OpenID Connect provider of a company, which takes everybody for whom they say they are. */
@NullMarked
package com.deliveryhistory.localstack.identityprovider;

import org.jspecify.annotations.NullMarked;
